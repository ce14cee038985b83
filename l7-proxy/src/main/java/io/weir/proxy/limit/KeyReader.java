package io.weir.proxy.limit;

import io.weir.dsl.model.LimitKey;
import io.weir.proxy.exchange.Cookies;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Finds out whose bucket a request takes from. Immutable; what it writes to belongs to a loop. */
final class KeyReader {
  private final Part[] parts;
  private final boolean isAddress;
  private final SipHash hash;

  /** Writes one key of a request; nothing if the request has none. */
  @FunctionalInterface
  private interface Part {
    void write(Exchange exchange, KeyText text);
  }

  KeyReader(List<LimitKey> keys, SipHash hash) {
    this.parts = keys.stream().map(KeyReader::part).toArray(Part[]::new);
    this.isAddress = keys.equals(List.of(new LimitKey.ClientIp()));
    this.hash = hash;
  }

  /**
   * Reads the key of a request.
   *
   * @return whether it has one: as in nginx a request whose key is empty is not counted, and a
   *     combination is empty if all of it is
   */
  boolean read(Exchange exchange, KeyText text, BucketKey into) {
    if (isAddress) {
      into.setAddress(exchange.clientAddress());
      return true;
    }
    text.clear();
    for (var part : parts) {
      text.begin();
      part.write(exchange, text);
      text.end();
    }
    hash.hash(text.octets(), text.length(), into);
    return !text.isEmpty();
  }

  /** The key in words, for {@code explain}; the values of fields and cookies may be secrets. */
  static String shown(List<LimitKey> keys, Exchange exchange) {
    return keys.stream()
        .map(key ->
            switch (key) {
              case LimitKey.ClientIp _ -> network(exchange);
              case LimitKey.Path _ -> exchange.request().target().path();
              case LimitKey.Host _ -> exchange.request().target().host();
              case LimitKey.RouteName _ -> routeName(exchange);
              case LimitKey.Header _, LimitKey.Cookie _, LimitKey.Query _, LimitKey.Claim _ -> {
                var text = new KeyText();
                text.begin();
                part(key).write(exchange, text);
                text.end();
                yield text.isEmpty() ? "none" : "given";
              }
            })
        .reduce((one, other) -> one + " + " + other)
        .orElse("");
  }

  private static String network(Exchange exchange) {
    return exchange.clientAddress().length == 4
        ? exchange.clientAddressText()
        : exchange.clientAddressText() + "/64";
  }

  private static String routeName(Exchange exchange) {
    var route = exchange.route();
    return route == null ? "" : route.name();
  }

  private static Part part(LimitKey key) {
    return switch (key) {
      case LimitKey.ClientIp _ ->
          (exchange, text) -> {
            var address = exchange.clientAddress();
            text.add(address, 0, address.length == 4 ? 4 : 8);
          };
      case LimitKey.Header(var name) -> header(Octets.of(name.toLowerCase(Locale.ROOT)));
      case LimitKey.Cookie(var name) -> {
        var octets = Octets.of(name);
        yield (exchange, text) -> Cookies.any(exchange.request().fields(), octets, first(text));
      }
      case LimitKey.Query(var name) -> {
        var octets = name.getBytes(StandardCharsets.UTF_8);
        yield (exchange, text) ->
            QueryParameters.any(exchange.request().target(), octets, first(text));
      }
      case LimitKey.Path _ ->
          (exchange, text) -> {
            var target = exchange.request().target();
            text.add(target.bytes(), target.pathStart(), target.pathEnd());
          };
      case LimitKey.Host _ ->
          (exchange, text) -> {
            var target = exchange.request().target();
            text.add(target.bytes(), target.hostStart(), target.hostEnd());
          };
      case LimitKey.RouteName _ -> (exchange, text) -> add(text, routeName(exchange));
      case LimitKey.Claim(var name) ->
          (exchange, text) -> {
            var claims = exchange.claims();
            var value = claims == null ? null : claims.text(name);
            if (value != null) {
              add(text, value);
            }
          };
    };
  }

  /** Every line of the name, so that nobody gets another bucket by repeating the field. */
  private static Part header(byte[] lowerName) {
    return (exchange, text) -> {
      var fields = exchange.request().fields();
      boolean isFirst = true;
      for (int i = fields.next(lowerName, -1); i >= 0; i = fields.next(lowerName, i)) {
        if (!isFirst) {
          text.add((byte) ',');
        }
        isFirst = false;
        text.add(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
      }
    };
  }

  private static io.weir.proxy.exchange.SliceTest first(KeyText text) {
    return (bytes, start, end) -> {
      text.add(bytes, start, end);
      return true;
    };
  }

  private static void add(KeyText text, String value) {
    var octets = value.getBytes(StandardCharsets.UTF_8);
    text.add(octets, 0, octets.length);
  }
}
