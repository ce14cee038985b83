package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.source.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * An absolute URL of http or https that Weir itself asks.
 *
 * @param authority host and port as written
 * @param target path and query
 */
record HttpUrl(boolean isSecure, Endpoint at, String authority, String target) {
  /** The URL of a text; empty if it is none, which is reported. */
  static Optional<HttpUrl> of(Arguments arguments, String slot, Typed.Text text) {
    if (arguments.isBroken()) {
      return Optional.empty();
    }
    var url = parse(text.value());
    if (url.isEmpty()) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          text.span(),
          slot + " needs a URL such as http://127.0.0.1:9000/path, without user and fragment");
    }
    return url;
  }

  private static Optional<HttpUrl> parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
    boolean isSecure = "https".equals(uri.getScheme());
    var host = uri.getHost();
    if (!(isSecure || "http".equals(uri.getScheme()))
        || host == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null
        || uri.getPort() == 0
        || uri.getPort() > 65_535
        || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return Optional.empty();
    }
    int port = uri.getPort() < 0 ? (isSecure ? 443 : 80) : uri.getPort();
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    return Optional.of(
        new HttpUrl(isSecure, new Endpoint(bare, port), uri.getRawAuthority(), target));
  }
}
