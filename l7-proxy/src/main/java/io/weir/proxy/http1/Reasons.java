package io.weir.proxy.http1;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.weir.proxy.exchange.Octets;

/** Status lines, made once. */
final class Reasons {
  private static final byte[][] LINES = new byte[1000][];

  static {
    for (int status = 100; status < 1000; status++) {
      var reason = status < 600 ? HttpResponseStatus.valueOf(status).reasonPhrase() : "";
      // Netty words a status that it does not know with a class name in brackets.
      LINES[status] =
          Octets.of("HTTP/1.1 " + status + " " + (reason.indexOf('(') >= 0 ? "" : reason) + "\r\n");
    }
  }

  private Reasons() {}

  /** The whole status line, CRLF included, with the reason of the RFC that defines the status. */
  static byte[] line(int status) {
    return LINES[status];
  }
}
