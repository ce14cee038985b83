package io.weir.proxy.route;

import io.weir.proxy.address.AddressMatcher;
import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.util.Optional;

/**
 * Finds the client behind trusted proxies: the right-most address of {@code X-Forwarded-For} that
 * is not itself trusted. What a peer that is not trusted says of other clients is not read.
 * Immutable; any thread may ask.
 */
public final class TrustedClient {
  private final AddressMatcher trusted;

  private TrustedClient(AddressMatcher trusted) {
    this.trusted = trusted;
  }

  /** Trusts the peers in this set. */
  public static TrustedClient of(AddressMatcher peers) {
    return new TrustedClient(peers);
  }

  /** Whether forwarding fields that this peer sends are believed; 4 or 16 bytes. */
  public boolean believes(byte[] peer) {
    return trusted.contains(peer);
  }

  /**
   * The client that the request comes from. Hops are read from the right; where one is no address,
   * the last good one stands, as nobody trusted vouches for what is further left. Empty if it is
   * the peer itself.
   */
  public Optional<ParsedAddress> behind(byte[] peer, FieldLines fields) {
    if (!believes(peer) || !fields.has(FieldName.X_FORWARDED_FOR)) {
      return Optional.empty();
    }
    var last = Optional.<ParsedAddress>empty();
    for (int line = fields.count() - 1; line >= 0; line--) {
      if (fields.name(line) == FieldName.X_FORWARDED_FOR) {
        int end = fields.valueEnd(line);
        while (end > fields.valueStart(line)) {
          int start = startOfLast(fields.bytes(), fields.valueStart(line), end);
          if (!isEmpty(fields.bytes(), start, end)) {
            var hop = hop(fields.bytes(), start, end);
            if (hop.isEmpty()) {
              return last;
            }
            last = hop;
            if (!trusted.contains(hop.get().bytes())) {
              return last;
            }
          }
          end = start - 1;
        }
      }
    }
    return last;
  }

  /**
   * The scheme that a believed peer says its client used: the last value of {@code
   * X-Forwarded-Proto}. Empty if it says none, or another than these two.
   */
  public static Optional<Boolean> isSecure(FieldLines fields) {
    int line = -1;
    for (int i = fields.first(FieldName.X_FORWARDED_PROTO);
        i >= 0;
        i = fields.next(FieldName.X_FORWARDED_PROTO, i)) {
      line = i;
    }
    if (line < 0) {
      return Optional.empty();
    }
    var value = fields.value(line);
    var last = value.substring(value.lastIndexOf(',') + 1).strip();
    if (last.equalsIgnoreCase("https")) {
      return Optional.of(true);
    }
    return last.equalsIgnoreCase("http") ? Optional.of(false) : Optional.empty();
  }

  private static int startOfLast(byte[] bytes, int start, int end) {
    int i = end;
    while (i > start && bytes[i - 1] != ',') {
      i--;
    }
    return i;
  }

  private static boolean isEmpty(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Octets.isBlank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** An address with or without brackets, with or without a port. */
  private static Optional<ParsedAddress> hop(byte[] bytes, int start, int end) {
    int from = start;
    int to = end;
    while (Octets.isBlank(bytes[from])) {
      from++;
    }
    while (Octets.isBlank(bytes[to - 1])) {
      to--;
    }
    if (bytes[from] == '[') {
      int close = indexOf(bytes, from, to, ']');
      boolean ends = close + 1 == to || (close < to && isPort(bytes, close + 1, to));
      return ends ? ParsedAddress.parse(bytes, from + 1, close) : Optional.empty();
    }
    int colon = indexOf(bytes, from, to, ':');
    boolean hasPort = indexOf(bytes, from, colon, '.') < colon && isPort(bytes, colon, to);
    return ParsedAddress.parse(bytes, from, hasPort ? colon : to);
  }

  private static boolean isPort(byte[] bytes, int start, int end) {
    if (end - start < 2 || end - start > 6 || bytes[start] != ':') {
      return false;
    }
    for (int i = start + 1; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static int indexOf(byte[] bytes, int start, int end, char wanted) {
    int i = start;
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return i;
  }
}
