package io.weir.proxy.http1;

import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;

/** Composes the head of a reply as a client gets it, in the loop's scratch. */
final class ReplyHeadWriter {
  private static final byte[] CLOSE = Octets.of("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Octets.of("Connection: keep-alive\r\n");
  private static final byte[] UPGRADE = Octets.of("Connection: upgrade\r\n");
  private static final byte[] UPGRADE_CLOSE = Octets.of("Connection: upgrade, close\r\n");
  private static final byte[] CHUNKED = Octets.of("Transfer-Encoding: chunked\r\n");
  private static final byte[] VIA_1_0 = Octets.of("Via: 1.0");
  private static final byte[] LENGTH = Octets.of("Content-Length: ");

  /** How the client finds the end of the content (RFC 9112 6.3). */
  enum Ending {
    LENGTH,
    CHUNKS,
    CLOSE
  }

  private ReplyHeadWriter() {}

  /**
   * Composes it.
   *
   * @param hasContent whether the content follows, if there is any
   * @param persists whether the connection is to be kept
   */
  static Ending compose(
      ServerConnection connection,
      Exchange exchange,
      Reply reply,
      boolean hasContent,
      boolean persists) {
    var buffer = connection.shared.head.reset();
    var fields = reply.head().fields();
    var changes = reply.changes();
    long length = reply.body().length();
    long leftOut = HeadBuffer.HOP_BY_HOP;
    boolean isOld = exchange.request().minorVersion() == 0;
    boolean upgraded = reply.body() instanceof Body.Tunnel;
    Interjection.putStatusLine(buffer, reply.head());
    // RFC 9110 15.5.22: a 426 says in Upgrade what the client should speak instead.
    boolean demandsUpgrade = reply.status() == 426 && fields.has(FieldName.UPGRADE);
    if (upgraded || demandsUpgrade) {
      leftOut &= ~FieldName.UPGRADE.bit();
    }
    boolean lengthGiven =
        fields.has(FieldName.CONTENT_LENGTH)
            && (changes.removedNames() & FieldName.CONTENT_LENGTH.bit()) == 0
            && reply.status() != 204
            && !upgraded;
    if (!lengthGiven) {
      leftOut |= FieldName.CONTENT_LENGTH.bit();
    }
    if (!fields.has(FieldName.DATE) && !isEdited(reply, FieldName.DATE)) {
      buffer.put(connection.shared.date.now());
    }
    buffer.putFields(fields, leftOut, changes);
    if (!reply.isLocal() && !isEdited(reply, FieldName.VIA)) {
      putVia(connection, exchange, reply);
    }
    var ending = Ending.LENGTH;
    if (upgraded) {
      buffer.put(UPGRADE);
    } else if (length >= 0 && !lengthGiven && (hasContent || length > 0)) {
      if (reply.status() != 204 && reply.status() != 304) {
        buffer.put(LENGTH).putDecimal(length).crlf();
      }
    } else if (length < 0 && hasContent) {
      ending = isOld ? Ending.CLOSE : Ending.CHUNKS;
      if (!isOld) {
        buffer.put(CHUNKED);
      }
    }
    if (!upgraded) {
      putConnection(buffer, demandsUpgrade, persists && ending != Ending.CLOSE, isOld);
    }
    buffer.crlf();
    return ending;
  }

  private static void putConnection(
      HeadBuffer buffer, boolean demandsUpgrade, boolean persists, boolean isOld) {
    if (demandsUpgrade) {
      // RFC 9110 7.8: Upgrade must be named in Connection, lest a recipient pass it on.
      buffer.put(persists ? UPGRADE : UPGRADE_CLOSE);
    } else if (!persists) {
      buffer.put(CLOSE);
    } else if (isOld) {
      buffer.put(KEEP_ALIVE);
    }
  }

  /** Whether the route sets or removes the field itself. */
  private static boolean isEdited(Reply reply, FieldName name) {
    return (reply.changes().removedNames() & name.bit()) != 0;
  }

  /** RFC 9110 7.6.3: the version is the one that the reply came in. */
  private static void putVia(ServerConnection connection, Exchange exchange, Reply reply) {
    var buffer = connection.shared.head;
    var via = connection.shared.handler.via(exchange);
    if (reply.head().minorVersion() > 0 || via.length == 0) {
      buffer.put(via);
    } else {
      buffer.put(VIA_1_0).put(via, VIA_1_0.length, via.length);
    }
  }
}
