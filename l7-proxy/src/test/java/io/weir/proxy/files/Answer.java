package io.weir.proxy.files;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.ProxyFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A reply whose body was read to the end, as a client would see it. */
record Answer(int status, FieldLines fields, Body form, byte[] content) {
  /** Reads the body; to be called on the loop. */
  static CompletableFuture<Answer> read(Reply reply) {
    return content(reply.body())
        .thenApply(
            content -> new Answer(reply.status(), reply.head().fields(), reply.body(), content));
  }

  /** The only value of a field, or null. */
  String field(String name) {
    var values = fields.values(name);
    if (values.size() > 1) {
      throw new AssertionError("found " + values + " for " + name);
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  private static CompletableFuture<byte[]> content(Body body) {
    return switch (body) {
      case Body.Empty _ -> CompletableFuture.completedFuture(new byte[0]);
      case Body.Whole(var octets) -> CompletableFuture.completedFuture(octets(octets));
      case Body.FileSpan span -> CompletableFuture.completedFuture(octets(span));
      case Body.Stream(var source, var _, var _) -> {
        var gathering = new Gathering();
        source.start(gathering);
        yield gathering.whole;
      }
      case Body.Tunnel _ -> throw new AssertionError("found a tunnel");
    };
  }

  private static byte[] octets(ByteBuf octets) {
    var content = new byte[octets.readableBytes()];
    octets.readBytes(content);
    octets.release();
    return content;
  }

  private static byte[] octets(Body.FileSpan span) {
    var content = ByteBuffer.allocate((int) span.length());
    try {
      while (content.hasRemaining()) {
        if (span.file().read(content, span.position() + content.position()) < 0) {
          throw new AssertionError("found the end of the file after " + content.position());
        }
      }
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    span.done().run();
    return content.array();
  }

  private static final class Gathering implements BodySink {
    final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    @Override
    public void data(ByteBuf part) {
      octets.writeBytes(Answer.octets(part));
    }

    @Override
    public void flush() {}

    @Override
    public void end(FieldLines trailers) {
      whole.complete(octets.toByteArray());
    }

    @Override
    public void fail(ProxyFailure why) {
      whole.completeExceptionally(why);
    }
  }
}
