package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an unsafe request makes invalid (RFC 9111 4.4). */
public final class Invalidation {
  private static final List<FieldName> LOCATIONS =
      List.of(FieldName.LOCATION, FieldName.CONTENT_LOCATION);

  private Invalidation() {}

  /** Whether the response to such a request makes anything invalid: unsafe, and no error. */
  public static boolean happens(Method method, int status) {
    return !method.isSafe() && status >= 200 && status < 400;
  }

  /**
   * The other targets, beside the request's own, as path and query: what {@code Location} and
   * {@code Content-Location} name on the same origin. Names of other origins are none of this
   * server's business.
   *
   * @param authority of the request in lower case, with its port if it named one
   * @param target path and query of the request
   */
  public static List<String> others(
      String scheme, String authority, String target, FieldLines response) {
    var found = new ArrayList<String>();
    for (var name : LOCATIONS) {
      int line = response.first(name);
      if (line >= 0) {
        var other = sameOrigin(scheme, authority, target, response.value(line));
        if (other != null && !other.equals(target)) {
          found.add(other);
        }
      }
    }
    return found;
  }

  private static @Nullable String sameOrigin(
      String scheme, String authority, String target, String reference) {
    try {
      var base = new URI(scheme + "://" + authority + target);
      var found = base.resolve(new URI(reference)).normalize();
      var foundAuthority = found.getRawAuthority();
      var path = found.getRawPath();
      boolean isSame =
          scheme.equalsIgnoreCase(found.getScheme())
              && foundAuthority != null
              && bare(scheme, foundAuthority).equals(bare(scheme, authority));
      if (!isSame || path == null) {
        return null;
      }
      var query = found.getRawQuery();
      return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    } catch (URISyntaxException | IllegalArgumentException _) {
      return null;
    }
  }

  /** The authority without a port that says what the scheme says already. */
  private static String bare(String scheme, String authority) {
    var lower = authority.toLowerCase(Locale.ROOT);
    var usual = scheme.equalsIgnoreCase("https") ? ":443" : ":80";
    return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
  }
}
