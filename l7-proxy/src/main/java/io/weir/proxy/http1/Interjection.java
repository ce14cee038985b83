package io.weir.proxy.http1;

import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;

/** What is written to a client without being the reply to a request that was understood. */
final class Interjection {
  private static final byte[] VERSION = Octets.of("HTTP/1.1 ");
  private static final byte[] CLOSE = Octets.of("Connection: close\r\n");
  private static final byte[] LENGTH = Octets.of("Content-Length: ");
  private static final FieldChanges NO_CHANGES = new FieldChanges();

  private Interjection() {}

  /** Writes a 1xx response, which has no body and is not the reply. */
  static void interim(ServerConnection connection, ResponseHead head) {
    var buffer = connection.shared.head.reset();
    putStatusLine(buffer, head);
    buffer.putFields(
        head.fields(), HeadBuffer.HOP_BY_HOP | FieldName.CONTENT_LENGTH.bit(), NO_CHANGES);
    buffer.crlf();
    write(connection, buffer);
    connection.flush();
  }

  /** Writes a reply to octets that never became a request; the connection is closed behind it. */
  static void refusal(ServerConnection connection, Reply reply) {
    var buffer = connection.shared.head.reset();
    putStatusLine(buffer, reply.head());
    buffer.put(connection.shared.date.now());
    buffer.putFields(
        reply.head().fields(),
        HeadBuffer.HOP_BY_HOP | FieldName.CONTENT_LENGTH.bit() | FieldName.DATE.bit(),
        reply.changes());
    buffer.put(LENGTH).putDecimal(Math.max(0, reply.body().length())).crlf();
    buffer.put(CLOSE).crlf();
    write(connection, buffer);
    if (reply.body() instanceof Body.Whole(var content)) {
      connection.ctx().write(content, connection.ctx().voidPromise());
    } else {
      reply.body().discard();
    }
    connection.flush();
  }

  /** Puts the status line, with the upstream's own reason if it gave one. */
  static void putStatusLine(HeadBuffer buffer, ResponseHead head) {
    var reason = head.reason();
    if (reason.length == 0) {
      buffer.put(Reasons.line(head.status()));
    } else {
      buffer.put(VERSION).putDecimal(head.status()).put(' ').put(reason).crlf();
    }
  }

  private static void write(ServerConnection connection, HeadBuffer buffer) {
    var out = connection.ctx().alloc().ioBuffer(buffer.length());
    buffer.copyTo(out);
    connection.ctx().write(out, connection.ctx().voidPromise());
  }
}
