package io.weir.proxy.http1;

import io.weir.proxy.exchange.Octets;
import org.jspecify.annotations.Nullable;

/**
 * {@code uri-host [":" port]} (RFC 9110 7.2) as the last {@link #read} found it. Stricter than RFC
 * 3986: a name has letters, digits, hyphens, dots and underscores only, and no empty label but the
 * root's, which is left out. Scratch of one loop.
 */
final class Authority {
  private static final int MAX_HOST = 253;

  private int hostStart;
  private int hostEnd;
  private int port;
  private boolean hasUpperCase;

  /** Reads the octets; returns what is wrong with them, or null. */
  @Nullable String read(byte[] bytes, int start, int end) {
    port = -1;
    hasUpperCase = false;
    if (start == end) {
      return "no host";
    }
    int behind = bytes[start] == '[' ? literal(bytes, start, end) : name(bytes, start, end);
    if (behind < 0) {
      return "an invalid host";
    }
    if (behind < end) {
      port = port(bytes, behind + 1, end);
      if (bytes[behind] != ':' || port < 0) {
        return "an invalid port";
      }
    }
    return null;
  }

  /** Names no host and no port. */
  void clear() {
    hostStart = 0;
    hostEnd = 0;
    port = -1;
    hasUpperCase = false;
  }

  int hostStart() {
    return hostStart;
  }

  int hostEnd() {
    return hostEnd;
  }

  /** The port, or -1 if none is named. */
  int port() {
    return port;
  }

  /** Whether the host has to be put in lower case. */
  boolean hasUpperCase() {
    return hasUpperCase;
  }

  /** Whether both name the same host and port. */
  boolean isSame(Authority other, byte[] bytes, int defaultPort) {
    int length = hostEnd - hostStart;
    if (length != other.hostEnd - other.hostStart
        || (port < 0 ? defaultPort : port) != (other.port < 0 ? defaultPort : other.port)
        || isLiteral(bytes) != other.isLiteral(bytes)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Octets.lower(bytes[hostStart + i]) != Octets.lower(bytes[other.hostStart + i])) {
        return false;
      }
    }
    return true;
  }

  private boolean isLiteral(byte[] bytes) {
    return hostStart > 0 && bytes[hostStart - 1] == '[';
  }

  private int literal(byte[] bytes, int start, int end) {
    int i = start + 1;
    while (i < end && bytes[i] != ']') {
      hasUpperCase |= bytes[i] >= 'A' && bytes[i] <= 'F';
      i++;
    }
    if (i == end || !isIpv6(bytes, start + 1, i)) {
      return -1;
    }
    hostStart = start + 1;
    hostEnd = i;
    return i + 1;
  }

  private int name(byte[] bytes, int start, int end) {
    int i = start;
    int labelStart = start;
    for (; i < end && bytes[i] != ':'; i++) {
      byte c = bytes[i];
      if (c == '.') {
        if (i == labelStart) {
          return -1;
        }
        labelStart = i + 1;
      } else if (c >= 'A' && c <= 'Z') {
        hasUpperCase = true;
      } else if (!((c >= 'a' && c <= 'z') || Grammar.isDigit(c) || c == '-' || c == '_')) {
        return -1;
      }
    }
    hostStart = start;
    // The root's empty label: "example.com." is "example.com".
    hostEnd = i > start && labelStart == i ? i - 1 : i;
    return hostEnd == start || hostEnd - start > MAX_HOST ? -1 : i;
  }

  private static int port(byte[] bytes, int start, int end) {
    if (start >= end || end - start > 5) {
      return -1;
    }
    int number = 0;
    for (int i = start; i < end; i++) {
      if (!Grammar.isDigit(bytes[i])) {
        return -1;
      }
      number = number * 10 + bytes[i] - '0';
    }
    return number >= 1 && number <= 65535 ? number : -1;
  }

  /** Whether the octets are an IPv6address of RFC 3986 3.2.2: no zone, no future version. */
  private static boolean isIpv6(byte[] bytes, int start, int end) {
    int i = start;
    int groups = 0;
    boolean compressed = false;
    if (end - i >= 2 && bytes[i] == ':' && bytes[i + 1] == ':') {
      compressed = true;
      i += 2;
    }
    while (i < end) {
      int group = i;
      while (i < end && Grammar.hex(bytes[i]) >= 0) {
        i++;
      }
      if (i < end && bytes[i] == '.') {
        groups += 2;
        return isIpv4(bytes, group, end) && (compressed ? groups < 8 : groups == 8);
      }
      if (i == group || i - group > 4 || ++groups > 8) {
        return false;
      }
      if (i == end) {
        break;
      }
      if (bytes[i] != ':' || ++i == end) {
        return false;
      }
      if (bytes[i] == ':') {
        if (compressed) {
          return false;
        }
        compressed = true;
        i++;
      }
    }
    return compressed ? groups < 8 : groups == 8;
  }

  private static boolean isIpv4(byte[] bytes, int start, int end) {
    int i = start;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && (i == end || bytes[i++] != '.')) {
        return false;
      }
      int first = i;
      int number = 0;
      while (i < end && i - first < 3 && Grammar.isDigit(bytes[i])) {
        number = number * 10 + bytes[i++] - '0';
      }
      if (i == first || number > 255 || (i - first > 1 && bytes[first] == '0')) {
        return false;
      }
    }
    return i == end;
  }
}
