package io.weir.proxy.log;

import io.weir.proxy.exchange.RequestHead;

/**
 * Where in a request's octets its target is: as it came, if the octets are those of an HTTP/1
 * request line (RFC 9112 3), else as it was normalized.
 */
record RequestLine(byte[] octets, int targetStart, int targetEnd) {
  static RequestLine of(RequestHead request) {
    var octets = request.bytes();
    int start = request.methodEnd() + 1;
    if (start < octets.length && octets[start - 1] == ' ') {
      int end = start;
      while (end < octets.length && octets[end] > ' ') {
        end++;
      }
      if (end > start && isVersion(octets, end)) {
        return new RequestLine(octets, start, end);
      }
    }
    var target = request.target();
    return new RequestLine(target.bytes(), target.pathStart(), target.queryEnd());
  }

  private static boolean isVersion(byte[] octets, int at) {
    return at + 6 <= octets.length
        && octets[at] == ' '
        && octets[at + 1] == 'H'
        && octets[at + 2] == 'T'
        && octets[at + 3] == 'T'
        && octets[at + 4] == 'P'
        && octets[at + 5] == '/';
  }
}
