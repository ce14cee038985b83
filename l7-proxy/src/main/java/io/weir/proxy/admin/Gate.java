package io.weir.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the admin port. With a token: whoever has it. Without: this machine only, and not
 * what a web page makes a browser on it do — be it by a form (the {@code Origin} tells) or by a
 * name that resolves to 127.0.0.1 (the {@code Host} tells).
 */
final class Gate {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final String SCHEME = "bearer ";

  private Gate() {}

  /**
   * What a request says about where it comes from.
   *
   * @param peerIsLocal whether the connection comes from a loopback address
   * @param host the {@code Host} field
   * @param fetchSite the {@code Sec-Fetch-Site} field
   */
  record Origins(
      boolean peerIsLocal,
      @Nullable String host,
      @Nullable String origin,
      @Nullable String fetchSite,
      @Nullable String authorization) {}

  /** A refusal; {@code status} is 401 or 403. */
  record Refusal(int status, String reason) {}

  /**
   * Why the request is refused, if it is.
   *
   * @param token null if none is configured
   */
  static Optional<Refusal> refusal(Origins request, byte @Nullable [] token) {
    if (isCrossSite(request)) {
      return forbidden("found a request that a page of another site made; expected none");
    }
    if (token != null) {
      return hasToken(request.authorization(), token)
          ? Optional.empty()
          : Optional.of(new Refusal(401, "expected 'Authorization: Bearer' with the admin token"));
    }
    if (!request.peerIsLocal()) {
      return forbidden("without a token the admin port answers loopback addresses only");
    }
    var host = request.host();
    if (host == null || !isLocalName(host)) {
      return forbidden("found Host '" + host + "'; expected localhost or an address");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> forbidden(String reason) {
    return Optional.of(new Refusal(403, reason));
  }

  private static boolean isCrossSite(Origins request) {
    var site = request.fetchSite();
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    var origin = request.origin();
    return origin != null && !origin.equalsIgnoreCase("http://" + request.host());
  }

  private static boolean hasToken(@Nullable String authorization, byte[] token) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    var given = authorization.substring(SCHEME.length()).strip().getBytes(UTF_8);
    // Takes as long for a guess that is nearly right as for any other.
    return MessageDigest.isEqual(given, token);
  }

  /** A name that no DNS server can point here: localhost (RFC 6761 6.3), or no name at all. */
  private static boolean isLocalName(String authority) {
    if (authority.startsWith("[")) {
      return true;
    }
    int colon = authority.indexOf(':');
    var host = (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    return host.equals("localhost") || host.endsWith(".localhost") || IPV4.matcher(host).matches();
  }
}
