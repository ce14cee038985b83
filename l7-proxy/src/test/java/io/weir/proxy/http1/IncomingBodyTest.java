package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncomingBodyTest {
  private static final String CONTENT = "hello, world";
  private static final String CHUNKS = "5;a=b\r\nhello\r\n7\r\n, world\r\n0\r\nX-A: 1\r\n\r\n";

  @Property(tries = 300)
  void givesTheSameContentHoweverItsOctetsAreSplit(@ForAll long seed, @ForAll boolean chunked) {
    var body = new Read(chunked ? Framing.CHUNKED : CONTENT.length());
    var sink = new Taking(body, new Random(seed));
    var random = new Random(seed + 1);
    var octets = (chunked ? CHUNKS : CONTENT) + "GET /";
    var parts = new ArrayList<ByteBuf>();
    body.start(sink);

    ByteBuf rest = null;
    for (int at = 0; at < octets.length(); ) {
      int end = Math.min(octets.length(), at + 1 + random.nextInt(6));
      var part = Unpooled.copiedBuffer(octets.substring(at, end), StandardCharsets.US_ASCII);
      parts.add(part);
      rest = feed(body, sink, join(rest, part));
      at = end;
    }

    assertThat(sink.content).hasToString(CONTENT);
    assertThat(sink.ends).isEqualTo(1);
    assertThat(sink.trailers).isEqualTo(chunked ? "X-A=1" : "");
    assertThat(text(rest)).isEqualTo("GET /");
    if (rest != null) {
      rest.release();
    }
    assertThat(parts).allSatisfy(part -> assertThat(part.refCnt()).isZero());
  }

  @Test
  void tinyChunksOfOneReadAreHandedOnTogether() {
    var body = new Read(Framing.CHUNKED);
    var sink = new Counting();
    body.start(sink);

    body.feed(octets("1\r\nx\r\n".repeat(10_000)));
    body.feed(octets("1\r\ny\r\n0\r\n\r\n"));

    assertThat(sink.parts).containsExactly("x".repeat(10_000), "y", "<end>");
  }

  @Test
  void largeChunksAreHandedOnInOrderWithTheSmallOnesAroundThem() {
    var body = new Read(Framing.CHUNKED);
    var sink = new Counting();
    body.start(sink);

    body.feed(octets("1\r\na\r\n1\r\nb\r\n800\r\n" + "c".repeat(2048) + "\r\n1\r\nd\r\n"));

    assertThat(sink.parts).containsExactly("ab", "c".repeat(2048), "d");
  }

  @Test
  void whatStandsBeforeAMistakeIsHandedOnBeforeItIsTold() {
    var body = new Read(Framing.CHUNKED);
    var sink = new Counting();
    body.start(sink);
    var in = octets("1\r\na\r\nz");

    assertThatThrownBy(() -> body.feed(in)).isInstanceOf(ProxyFailure.class);

    assertThat(sink.parts).containsExactly("a");
    assertThat(in.refCnt()).isZero();
  }

  private static ByteBuf octets(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  /** Notes each part. */
  private static final class Counting implements BodySink {
    private final List<String> parts = new ArrayList<>();

    @Override
    public void data(ByteBuf part) {
      parts.add(text(part));
      part.release();
    }

    @Override
    public void flush() {}

    @Override
    public void end(FieldLines with) {
      parts.add("<end>");
    }

    @Override
    public void fail(ProxyFailure why) {
      throw new AssertionError(why);
    }
  }

  /** As a connection does it: what was not taken waits until the sink goes on. */
  private static @Nullable ByteBuf feed(Read body, Taking sink, ByteBuf in) {
    ByteBuf rest = in;
    while (rest != null && !body.isDone()) {
      sink.goOn();
      rest = body.feed(rest);
    }
    return rest;
  }

  private static ByteBuf join(@Nullable ByteBuf before, ByteBuf more) {
    return before == null ? more : Unpooled.wrappedBuffer(before, more);
  }

  private static String text(@Nullable ByteBuf octets) {
    return octets == null ? "" : octets.toString(StandardCharsets.US_ASCII);
  }

  private static final class Read extends IncomingBody {
    Read(long length) {
      super(length, Cause.BAD_BODY);
    }

    @Override
    protected void started() {}

    @Override
    protected void stopped() {}

    @Override
    protected void resumed() {}

    @Override
    protected void receives(int octets) {}

    @Override
    protected void ended(boolean moreFollows) {}
  }

  /** Pauses now and then. */
  private static final class Taking implements BodySink {
    private final StringBuilder content = new StringBuilder();
    private final Read body;
    private final Random random;
    private String trailers = "";
    private int ends;

    Taking(Read body, Random random) {
      this.body = body;
      this.random = random;
    }

    void goOn() {
      body.resume();
    }

    @Override
    public void data(ByteBuf part) {
      content.append(part.toString(StandardCharsets.US_ASCII));
      part.release();
      if (random.nextBoolean()) {
        body.pause();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void end(FieldLines with) {
      ends++;
      for (int i = 0; i < with.count(); i++) {
        trailers += with.nameText(i) + "=" + with.value(i);
      }
    }

    @Override
    public void fail(ProxyFailure why) {
      throw new AssertionError(why);
    }
  }
}
