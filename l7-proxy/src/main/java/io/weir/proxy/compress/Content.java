package io.weir.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Reply;

/** The content of a reply, sent through a coder. */
final class Content {
  private Content() {}

  /** Octets that a reply has, or would have if it were not one to HEAD; below 0 if not known. */
  static long length(Exchange exchange, Reply reply) {
    var fields = reply.head().fields();
    int line = fields.first(FieldName.CONTENT_LENGTH);
    if (!(reply.body() instanceof Body.Empty)) {
      return reply.body().length();
    }
    if (line < 0) {
      return exchange.request().method() == Method.HEAD ? Framing.CHUNKED : 0;
    }
    return Long.parseLong(fields.value(line));
  }

  /** Leaves out the body of a reply to HEAD, whose length is not known once it is coded. */
  static boolean isLeftOut(Exchange exchange, Reply reply) {
    if (exchange.request().method() != Method.HEAD && !(reply.body() instanceof Body.Empty)) {
      return false;
    }
    reply.body().discard();
    reply.body(Body.EMPTY);
    return true;
  }

  /** The body of a reply, coded; what is in memory and short is coded at once. */
  static Body coded(
      Exchange exchange, Body body, Coders.Lent lent, boolean flushesOften, long loopMost) {
    var counts = lent.counts();
    exchange.traffic().transcoding(counts);
    if (body instanceof Body.Whole(var content)
        && !counts.decodes()
        && content.readableBytes() <= loopMost) {
      return atOnce(content, lent);
    }
    var source = source(exchange, body);
    long length = body.length();
    boolean isLong = !counts.decodes() && length > loopMost;
    boolean often = flushesOften || (body instanceof Body.Stream stream && stream.flushesOften());
    var pace = new CodedSource.Pace(counts.decodes(), often, length >= 0, isLong ? 0 : loopMost);
    return new Body.Stream(
        new CodedSource(exchange.loop(), source, lent, pace), Framing.CHUNKED, often);
  }

  private static BodySource source(Exchange exchange, Body body) {
    return switch (body) {
      case Body.Stream(var source, _, _) -> source;
      case Body.Whole(var content) -> new WholeSource(content);
      case Body.FileSpan span -> new FileSource(exchange.loop(), span);
      case Body.Empty _, Body.Tunnel _ ->
          throw new IllegalStateException("found no content to code: " + body);
    };
  }

  private static Body atOnce(ByteBuf content, Coders.Lent lent) {
    var batch = new Batch();
    try {
      lent.counts().take(content.readableBytes());
      batch.add(content);
      while (!batch.run(lent.coder(), Coder.Next.END, Integer.MAX_VALUE)) {}
      var made = Unpooled.wrappedBuffer(batch.takeMade().toArray(ByteBuf[]::new));
      lent.counts().make(made.readableBytes());
      return new Body.Whole(made);
    } catch (CodingException e) {
      throw new IllegalStateException("an encoder takes all octets", e);
    } finally {
      batch.release();
      lent.giveBack();
    }
  }
}
