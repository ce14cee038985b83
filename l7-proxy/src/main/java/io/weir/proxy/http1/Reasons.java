package io.weir.proxy.http1;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.weir.proxy.exchange.Octets;

/** Status lines, made once. */
final class Reasons {
  private static final byte[][] LINES = new byte[1000][];

  static {
    for (int status = 100; status < 1000; status++) {
      LINES[status] = Octets.of("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
    }
  }

  private Reasons() {}

  /** The whole status line, CRLF included, with the reason of the RFC that defines the status. */
  static byte[] line(int status) {
    return LINES[status];
  }

  private static String reason(int status) {
    return switch (status) {
      // Netty has words of RFC 2616 and RFC 4918 for these, and none for the last.
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 416 -> "Range Not Satisfiable";
      case 422 -> "Unprocessable Content";
      case 508 -> "Loop Detected";
      default -> status < 600 ? known(HttpResponseStatus.valueOf(status).reasonPhrase()) : "";
    };
  }

  /** Netty words a status that it does not know with a class name in brackets. */
  private static String known(String reason) {
    return reason.indexOf('(') >= 0 ? "" : reason;
  }
}
