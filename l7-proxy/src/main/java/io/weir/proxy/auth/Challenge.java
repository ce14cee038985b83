package io.weir.proxy.auth;

import io.weir.proxy.exchange.Octets;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.List;

/** Says in {@code WWW-Authenticate} what a client has to bring (RFC 9110 11.6.1). */
final class Challenge {
  private Challenge() {}

  /** RFC 7617 2 and 2.1: names and passwords are UTF-8. */
  static byte[] basic(String realm) {
    return line("Basic realm=" + quoted(realm) + ", charset=\"UTF-8\"");
  }

  /** A scheme that no RFC knows, as there is none for keys. */
  static byte[] key(String where) {
    return line("ApiKey realm=" + quoted(where));
  }

  /** RFC 6750 3: without an error code, as the request has no token. */
  static byte[] bearer(String realm) {
    return line("Bearer realm=" + quoted(realm));
  }

  /** RFC 6750 3.1. */
  static byte[] bearer(String realm, String error, String description) {
    return line(
        "Bearer realm=%s, error=%s, error_description=%s"
            .formatted(quoted(realm), quoted(error), quoted(description)));
  }

  /** A failure that the client may cure by the credentials that the line asks for. */
  static ProxyFailure failure(Cause cause, String detail, byte[] line) {
    return new ProxyFailure(cause, detail, List.of(line));
  }

  /** What is refused before anybody asks whether it is right. */
  static ProxyFailure several(String what) {
    return new ProxyFailure(Cause.BAD_REQUEST, "found " + what + " more than once");
  }

  private static byte[] line(String value) {
    return Octets.of("WWW-Authenticate: " + value + "\r\n");
  }

  /** A quoted-string (RFC 9110 5.6.4); what cannot stand in one is left out. */
  static String quoted(String text) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7f) {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
