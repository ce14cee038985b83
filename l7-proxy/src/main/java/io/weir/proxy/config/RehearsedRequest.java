package io.weir.proxy.config;

import io.weir.dsl.model.Expectation;
import io.weir.dsl.model.Listener;
import io.weir.proxy.exchange.Client;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request to rehearse. Its parts are put into a request head as they are, so that whatever is
 * wrong with them is refused as it would be on the wire.
 *
 * @param method as in the request line
 * @param url absolute, {@code http} or {@code https}, with a host; its path may be anything
 * @param headers field lines; a {@code Host} among them replaces the one of the URL
 * @param from the peer's address
 */
public record RehearsedRequest(
    String method, String url, List<Expectation.HeaderLine> headers, InetAddress from) {
  /**
   * Checks what is needed to have a request at all.
   *
   * @throws IllegalArgumentException if the URL has no scheme, no host, or a port that is none
   */
  public RehearsedRequest {
    headers = List.copyOf(headers);
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw new IllegalArgumentException(
          "found URL '" + url + "'; expected one that starts with http:// or https://");
    }
    if (authority(url).isEmpty()) {
      throw new IllegalArgumentException("found no host in URL '" + url + "'");
    }
    if (port(url) < 1 || port(url) > 65_535) {
      throw new IllegalArgumentException(
          "found no port in URL '" + url + "' behind the colon; expected 1 to 65535");
    }
  }

  /** The request of an {@code expect} line. */
  public static RehearsedRequest of(Expectation expectation) {
    return new RehearsedRequest(
        expectation.method(),
        expectation.url(),
        expectation.headers(),
        expectation.from().map(InetAddress::ofLiteral).orElse(InetAddress.ofLiteral("127.0.0.1")));
  }

  /** The port that the URL names, or its scheme's. */
  int port() {
    return port(url);
  }

  /** The peer, as the listener sees it. */
  Client client(Listener listener, int peerPort) {
    return new Client(
        from.getAddress(), from.getHostAddress(), peerPort, port(), isSecure(url), listener);
  }

  /** The request head. */
  byte[] octets() {
    var rest = url.substring(start(url) + authority(url).length());
    var target = rest.startsWith("/") ? rest : "/" + rest;
    var text = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    if (headers.stream().noneMatch(line -> line.name().equalsIgnoreCase("host"))) {
      text.append("Host: ").append(authority(url)).append("\r\n");
    }
    for (var line : headers) {
      text.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isSecure(String url) {
    return url.startsWith("https://");
  }

  private static int start(String url) {
    return url.indexOf("//") + 2;
  }

  private static String authority(String url) {
    int end = start(url);
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(start(url), end);
  }

  /** The port, or -1 if what stands for one is none. */
  private static int port(String url) {
    var authority = authority(url);
    int colon = authority.lastIndexOf(':');
    if (colon <= authority.lastIndexOf(']')) {
      return isSecure(url) ? 443 : 80;
    }
    var digits = authority.substring(colon + 1);
    return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
  }
}
