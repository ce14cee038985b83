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

  /** What is ready in the turn in which a stream begins; null: that turn is over. */
  private @Nullable HeldParts held;

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
      composeHead(false);
      body.discard();
      writeHead();
      finish();
      return;
    }
    composeHead(true);
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
    if (done) {
      return;
    }
    if (held == null) {
      connection.flush();
    } else {
      held.flush();
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
    if (held != null) {
      // Nothing has left, so the client can still be told.
      dropHeld();
      exchange.traffic().unsend();
      connection.conversation().replace(why);
      return;
    }
    exchange.failed(why.why(), why.getMessage());
    connection.ctx().flush();
    connection.reset();
  }

  /** Nobody reads the reply any more. */
  void cancel() {
    done = true;
    dropHeld();
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

  private void composeHead(boolean hasContent) {
    var ending = ReplyHeadWriter.compose(connection, exchange, reply, hasContent, persists);
    switch (ending) {
      case LENGTH -> {}
      case CHUNKS -> chunked = true;
      case CLOSE -> persists = false;
    }
  }

  private void stream(BodySource from) {
    source = from;
    held = new HeldParts();
    from.start(this);
    if (done) {
      return;
    }
    boolean flushes = headWaits || held == null || held.flushes();
    if (headWaits) {
      // The scratch that the head was composed in is anyone's once this call is over.
      writeHead();
    }
    letGo();
    if (flushes) {
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
    letGo();
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
    var first = held;
    if (first != null) {
      if (first.takes(out)) {
        return;
      }
      letGo();
    }
    connection.ctx().write(out, connection.ctx().voidPromise());
  }

  /** Writes what was held back: from now on the reply can only go on or break off. */
  private void letGo() {
    var first = held;
    held = null;
    if (first != null) {
      first.writeTo(connection.ctx());
    }
  }

  private void dropHeld() {
    var first = held;
    held = null;
    if (first != null) {
      first.release();
    }
  }
}
