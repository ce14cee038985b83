package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Underscores;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.failure.ProxyFailure;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any octets give a value or a {@link ProxyFailure}, the same for every split; a head that was
 * taken is understood the same way by the next who reads it.
 */
class CodecFuzzTest {
  private static final ClientLimits PASSING =
      new ClientLimits(
          Duration.ZERO,
          Duration.ZERO,
          1,
          Duration.ZERO,
          32 << 10,
          8 << 10,
          100,
          Underscores.DROP,
          true);

  @FuzzTest
  void request(byte[] octets) {
    var whole = Wire.request(octets, List.of(), ClientLimits.DEFAULT);
    assertThat(Wire.request(octets, singly(octets), ClientLimits.DEFAULT)).isEqualTo(whole);
    assertThat(Wire.request(octets, halves(octets), ClientLimits.DEFAULT)).isEqualTo(whole);

    var head = request(Unpooled.wrappedBuffer(octets));
    if (head == null) {
      return;
    }
    assertThat(Wire.isBodyLength(head.bodyLength())).isTrue();
    assertSafe(head.target().path());
    var again = request(Unpooled.wrappedBuffer(Wire.again(head)));
    assertThat(again).isNotNull();
    assertThat(again.target().path()).isEqualTo(head.target().path());
    assertThat(again.target().query()).isEqualTo(head.target().query());
    assertThat(again.bodyLength()).isEqualTo(head.bodyLength());
    assertThat(again.keepsAlive()).isEqualTo(head.keepsAlive());
    assertThat(again.upgrade()).isEqualTo(head.upgrade());
    assertThat(Wire.fields(again.fields())).isEqualTo(Wire.fields(head.fields()));
  }

  @FuzzTest
  void response(byte[] octets) {
    var whole = Wire.response(octets, List.of());
    assertThat(Wire.response(octets, singly(octets))).isEqualTo(whole);
    assertThat(Wire.response(octets, halves(octets))).isEqualTo(whole);

    var response = responseOf(octets);
    if (response == null) {
      return;
    }
    assertThat(Wire.isBodyLength(response.bodyLength())).isTrue();
    var again = responseOf(Wire.again(response));
    assertThat(again).isNotNull();
    assertThat(again.head().status()).isEqualTo(response.head().status());
    assertThat(again.bodyLength()).isEqualTo(response.bodyLength());
    assertThat(Wire.fields(again.head().fields())).isEqualTo(Wire.fields(response.head().fields()));
  }

  @FuzzTest
  void encodedSlash(byte[] path) {
    var line = new ByteArrayOutputStream();
    line.writeBytes(Wire.octets("GET /"));
    line.writeBytes(path);
    line.writeBytes(Wire.octets(" HTTP/1.1\r\nHost: a\r\n\r\n"));
    RequestHead head;
    try {
      head = new RequestParser().parse(line.toByteArray(), PASSING, false);
    } catch (ProxyFailure refused) {
      return;
    }

    // Also to a server that takes the encoded slash for a plain one there is no way up.
    assertThat(head.target().path().replace("%2F", "/"))
        .doesNotContainPattern("/\\.\\.?(/|;|$|%3B)|(;|%3B)[^/]*/");
  }

  @FuzzTest
  void chunks(byte[] octets) {
    var whole = Wire.chunks(octets, List.of());

    assertThat(Wire.chunks(octets, singly(octets))).isEqualTo(whole);
    assertThat(Wire.chunks(octets, halves(octets))).isEqualTo(whole);
  }

  private static @Nullable RequestHead request(io.netty.buffer.ByteBuf in) {
    try {
      return new RequestParser().parse(in, new HeadProgress(), ClientLimits.DEFAULT, false);
    } catch (ProxyFailure refused) {
      assertThat(refused.getMessage()).contains("found ", "; expected ");
      return null;
    }
  }

  private static @Nullable ParsedResponse responseOf(byte[] octets) {
    try {
      return new ResponseParser()
          .parse(Unpooled.wrappedBuffer(octets), new HeadProgress(), Method.GET);
    } catch (ProxyFailure refused) {
      assertThat(refused.getMessage()).contains("found ", "; expected ");
      return null;
    }
  }

  /** What no path that is matched and sent may have in it. */
  private static void assertSafe(String path) {
    assertThat(path)
        .matches("\\*|/[-\\w.~!$&'()*+,;=:@%/]*")
        .doesNotContain("//", "%2F", "%5C", "%2E", "%00", "%0", "%1")
        .doesNotContainPattern("/\\.\\.?(/|;|$|%3B)|(;|%3B)[^/]*/|%(?![0-9A-F]{2})");
  }

  private static List<Integer> singly(byte[] octets) {
    return Collections.nCopies(octets.length, 1);
  }

  private static List<Integer> halves(byte[] octets) {
    return List.of(Math.max(1, octets.length / 2));
  }
}
