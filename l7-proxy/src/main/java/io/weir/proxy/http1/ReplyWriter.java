package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes one reply to a client connection. The head is held back until the first part of the body
 * is there, because both must leave in one packet: apart they cost a system call more, and with
 * delayed acknowledgements 40 ms.
 */
final class ReplyWriter implements BodySink {
  private static final int COPY_MOST = 4096;
  private static final byte[] CLOSE = Octets.of("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = Octets.of("Connection: keep-alive\r\n");
  private static final byte[] UPGRADE = Octets.of("Connection: upgrade\r\n");
  private static final byte[] CHUNKED = Octets.of("Transfer-Encoding: chunked\r\n");
  private static final byte[] VIA_1_0 = Octets.of("Via: 1.0");
  private static final byte[] LENGTH = Octets.of("Content-Length: ");
  private static final byte[] LAST_CHUNK = Octets.of("0\r\n");

  private final ServerConnection connection;
  private final Exchange exchange;
  private final Reply reply;
  private boolean persists;
  private boolean chunked;
  private boolean inChunk;
  private boolean headWaits;
  private boolean tunnel;
  private boolean paused;
  private boolean done;
  private @Nullable BodySource source;

  ReplyWriter(ServerConnection connection, Exchange exchange, Reply reply) {
    this.connection = connection;
    this.exchange = exchange;
    this.reply = reply;
  }

  /** Writes the head, and the body as it comes. */
  void send() {
    exchange.status(reply.status());
    if (exchange.timeline().firstByte == 0) {
      exchange.timeline().firstByte = System.nanoTime();
    }
    persists = connection.conversation().persists() && !connection.conversation().isBodyInTheWay();
    var body = reply.body();
    if (!(body instanceof Body.Tunnel) && hasNoContent()) {
      composeHead(body.length(), false);
      body.discard();
      writeHead();
      finish();
      return;
    }
    composeHead(body.length(), true);
    headWaits = true;
    switch (body) {
      case Body.Empty() -> end(FieldLines.NONE);
      case Body.Whole(var content) -> {
        data(content);
        end(FieldLines.NONE);
      }
      case Body.FileSpan span -> sendFile(span);
      case Body.Stream(var from, _, _) -> stream(from);
      case Body.Tunnel(var from, var to) -> {
        tunnel = true;
        connection.shared.handler.tunnelled(exchange);
        writeHead();
        connection.flush();
        connection.clock().tunnelUntil(System.nanoTime() + tunnelNanos());
        source = from;
        from.start(this);
        connection.conversation().openTunnel(to);
      }
    }
  }

  @Override
  public void data(ByteBuf part) {
    if (done) {
      part.release();
      return;
    }
    int octets = part.readableBytes();
    exchange.traffic().send(octets);
    if (chunked) {
      writeChunk(part, octets);
    } else if (headWaits) {
      writeHeadWith(part);
    } else {
      write(part);
    }
    if (tunnel) {
      connection.clock().tunnelUntil(System.nanoTime() + tunnelNanos());
    }
    if (!connection.channel().isWritable()) {
      pauseUnlessTaken();
    }
  }

  @Override
  public void flush() {
    if (!done) {
      connection.flush();
    }
  }

  @Override
  public void end(FieldLines trailers) {
    if (done) {
      return;
    }
    if (tunnel) {
      endTunnel();
      return;
    }
    if (chunked) {
      writeLastChunk(trailers);
    } else if (headWaits) {
      writeHead();
    }
    finish();
  }

  @Override
  public void fail(ProxyFailure why) {
    if (done) {
      return;
    }
    done = true;
    exchange.failed(why.why(), why.getMessage());
    connection.reset();
  }

  /** Nobody reads the reply any more. */
  void cancel() {
    done = true;
    if (source != null) {
      source.cancel();
    }
  }

  void writabilityChanged(boolean writable) {
    if (writable && paused && !done) {
      paused = false;
      connection.clock().flows();
      if (source != null) {
        source.resume();
      }
    }
  }

  private static final FieldChanges NO_CHANGES = new FieldChanges();

  private boolean hasNoContent() {
    int status = reply.status();
    return exchange.request().method() == Method.HEAD || status == 204 || status == 304;
  }

  private long tunnelNanos() {
    return connection.conversation().timeouts().tunnel().toNanos();
  }

  private void composeHead(long length, boolean hasContent) {
    var buffer = connection.shared.head.reset();
    var fields = reply.head().fields();
    var changes = reply.changes();
    long leftOut = HeadBuffer.HOP_BY_HOP;
    boolean isOld = exchange.request().minorVersion() == 0;
    boolean upgraded = reply.body() instanceof Body.Tunnel;
    Interjection.putStatusLine(buffer, reply.head());
    if (upgraded) {
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
    if (!fields.has(FieldName.DATE)) {
      buffer.put(connection.shared.date.now());
    }
    buffer.putFields(fields, leftOut, changes);
    if (!reply.isLocal()) {
      putVia(buffer);
    }
    if (upgraded) {
      buffer.put(UPGRADE);
    } else if (length >= 0 && !lengthGiven && (hasContent || length > 0)) {
      if (reply.status() != 204 && reply.status() != 304) {
        buffer.put(LENGTH).putDecimal(length).crlf();
      }
    } else if (length < 0 && hasContent) {
      if (isOld) {
        persists = false;
      } else {
        chunked = true;
        buffer.put(CHUNKED);
      }
    }
    if (!upgraded && !persists) {
      buffer.put(CLOSE);
    } else if (isOld && !upgraded) {
      buffer.put(KEEP_ALIVE);
    }
    buffer.crlf();
  }

  /** RFC 9110 7.6.3: the version is the one that the reply came in. */
  private void putVia(HeadBuffer buffer) {
    var via = connection.shared.handler.via(exchange);
    if (reply.head().minorVersion() > 0 || via.length == 0) {
      buffer.put(via);
    } else {
      buffer.put(VIA_1_0).put(via, VIA_1_0.length, via.length);
    }
  }

  private void stream(BodySource from) {
    source = from;
    from.start(this);
    if (headWaits && !done) {
      // The scratch that the head was composed in is anyone's once this call is over.
      writeHead();
      connection.flush();
    }
  }

  private void sendFile(Body.FileSpan span) {
    cork(true);
    writeHead();
    var region =
        new DefaultFileRegion(span.file(), span.position(), span.length()) {
          @Override
          protected void deallocate() {
            // The file stays open: it belongs to whoever cached it.
            span.done().run();
          }
        };
    done = true;
    connection.clock().stalls(System.nanoTime(), connection.conversation().timeouts().idle());
    connection
        .ctx()
        .write(region)
        .addListener(sent -> {
          connection.clock().flows();
          exchange.traffic().send(region.transferred());
          if (sent.isSuccess()) {
            cork(false);
            connection.conversation().replyDone(persists);
          } else {
            blameFile(span);
            connection.reset();
          }
        });
    connection.flush();
  }

  /** Has the kernel keep what does not fill a packet, so that the head goes with the file. */
  private void cork(boolean on) {
    if (connection.channel() instanceof EpollSocketChannel socket && socket.isOpen()) {
      socket.config().setTcpCork(on);
    }
  }

  /** A file that was cut while it was sent is not the client's fault. */
  private void blameFile(Body.FileSpan span) throws IOException {
    long size = span.file().size();
    if (size < span.position() + span.length()) {
      exchange.failed(
          Cause.INTERNAL,
          "found that the file was cut to " + size + " octets while it was being sent");
    }
  }

  private void writeHead() {
    headWaits = false;
    var buffer = connection.shared.head;
    var out = connection.ctx().alloc().ioBuffer(buffer.length());
    buffer.copyTo(out);
    write(out);
  }

  /** Puts the head right before the octets of the part, in its own buffer if there is room. */
  private void writeHeadWith(ByteBuf part) {
    var buffer = connection.shared.head;
    int length = buffer.length();
    int start = part.readerIndex();
    if (start >= length && part.refCnt() == 1 && !part.isReadOnly() && part.unwrap() == null) {
      headWaits = false;
      buffer.copyTo(part, start - length);
      part.readerIndex(start - length);
      write(part);
    } else if (part.readableBytes() <= COPY_MOST) {
      headWaits = false;
      var out = connection.ctx().alloc().ioBuffer(length + part.readableBytes());
      buffer.copyTo(out);
      out.writeBytes(part);
      part.release();
      write(out);
    } else {
      writeHead();
      write(part);
    }
  }

  private void writeChunk(ByteBuf part, int octets) {
    var buffer = connection.shared.head;
    if (!headWaits) {
      buffer.reset();
    }
    if (inChunk) {
      buffer.crlf();
    }
    buffer.putHex(octets).crlf();
    inChunk = true;
    writeHead();
    write(part);
  }

  private void writeLastChunk(FieldLines trailers) {
    var buffer = connection.shared.head;
    if (!headWaits) {
      buffer.reset();
    }
    if (inChunk) {
      buffer.crlf();
    }
    buffer.put(LAST_CHUNK);
    buffer.putFields(trailers, HeadBuffer.NOT_IN_TRAILERS, NO_CHANGES);
    buffer.crlf();
    writeHead();
  }

  private void finish() {
    done = true;
    connection.flush();
    connection.clock().flows();
    connection.conversation().replyDone(persists);
  }

  private void endTunnel() {
    done = true;
    var channel = (SocketChannel) connection.channel();
    connection
        .ctx()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(sent -> {
          channel.shutdownOutput();
          connection.conversation().tunnelHalfClosed();
        });
  }

  /** Stops the source, unless the socket takes what has been gathered right now. */
  private void pauseUnlessTaken() {
    var from = source;
    if (from == null || paused) {
      return;
    }
    connection.ctx().flush();
    if (!done && !connection.channel().isWritable()) {
      paused = true;
      from.pause();
      connection.clock().stalls(System.nanoTime(), connection.conversation().timeouts().idle());
    }
  }

  private void write(ByteBuf out) {
    connection.ctx().write(out, connection.ctx().voidPromise());
  }
}
