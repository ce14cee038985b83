package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;

/**
 * Where a request is directed: host, path and query as slices of one array. The path is normalized
 * (see {@code docs/paths.md}): it is what routes match and what upstreams are sent.
 *
 * @param bytes what the offsets point into
 * @param hostStart the host in lower case, without port, and without the brackets of an IPv6
 *     literal
 * @param hostEnd equals {@code hostStart} if the request names no host (HTTP/1.0)
 * @param port the port that the client named, or -1
 * @param pathStart the path, which starts with a slash, or is the lone star of {@code OPTIONS *}
 * @param pathEnd where the path ends and the query, if any, starts with its question mark
 * @param queryEnd where the query ends
 */
public record Target(
    byte[] bytes, int hostStart, int hostEnd, int port, int pathStart, int pathEnd, int queryEnd) {

  /** The host in lower case; empty if the request named none. */
  public String host() {
    return text(hostStart, hostEnd);
  }

  /** The normalized path. */
  public String path() {
    return text(pathStart, pathEnd);
  }

  /** The query with its question mark, or nothing. */
  public String query() {
    return text(pathEnd, queryEnd);
  }

  /** Whether this is {@code *}: the server as a whole (RFC 9112 3.2.4). */
  public boolean isServerWide() {
    return pathEnd - pathStart == 1 && bytes[pathStart] == '*';
  }

  private String text(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
