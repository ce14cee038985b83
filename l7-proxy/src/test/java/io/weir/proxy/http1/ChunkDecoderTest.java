package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.Unpooled;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {
  @ParameterizedTest
  @CsvSource({
    "'0||', '|| at 5'",
    "'5|hello|0||', 'hello|| at 15'",
    "'5|hello|1|!|000||', 'hello!|| at 23'",
    "'a|0123456789|0||', '0123456789|| at 20'",
    "'A|0123456789|0||', '0123456789|| at 20'",
    "'0000000000000005|hello|0||', 'hello|| at 30'",
    "'5;a|hello|0;b=c||', 'hello|| at 21'",
    "'5;a=b;c=\"d;\\\"e\t\"|hello|0||', 'hello|| at 30'",
    "'5;a=\"\"|hello|0||', 'hello|| at 20'",
    "'5 \t;\ta \t;b|hello|0 ; c||', 'hello|| at 28'",
    "'5; a = b ; c =\t\"d\"\t;e|hello|0||', 'hello|| at 35'",
    "'0|Sum: a|Sum:b||next', '||Sum=a|Sum=b| at 20'",
  })
  void takesTheCodingOff(String body, String outcome) {
    assertThat(Wire.chunks(Wire.octets(body.replace("|", "\r\n")), List.of())).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|",
        "g",
        " 5",
        "\t5",
        "+5",
        "-5",
        "0x5",
        "5 |",
        "5\t|",
        "5 5|",
        "5 ; |",
        "5;a |",
        "5;a b|",
        "5;a= |",
        "5;a=b |",
        "5;a=b c|",
        "5;a=\"b\" |",
        "5;a = |",
        "5 \n",
        "5;a\u000bb|",
        "5;|",
        "5;;a|",
        "5;a=|",
        "5;=b|",
        "5;a=\"b|",
        "5;a=\"b\"c|",
        "5;a=\"\0\"|",
        "5;a=\"b\\|",
        "5;a=\"b\n",
        "5;a=b\"|",
        "5;a=(|",
        "5;\u00e9|",
        "5,a|",
        "5h|",
        "5\n",
        "5\rx",
        "5\r\r",
        "5|hello0||",
        "5|hello!|",
        "5|hello\n",
        "5|hello\r0",
        "5|hell|",
        "8000000000000000|",
        "10000000000000000|",
        "00000000000000005|",
        "ffffffffffffffff|",
        "0|X: y\n",
        "0|X : y|",
        "0| X: y|",
        "0|X|",
        "0|: y|",
        "0|X: \0|",
        "0|X: y\rz",
        "0|\n",
        "0|\rx",
        "0|Content-Length: 5|",
        "0|Transfer-Encoding: chunked|",
        "0|Host: a|",
        "0|X(: y|"
      })
  void refusesWhatIsMalformed(String body) {
    var outcome = Wire.chunks(Wire.octets(body.replace("|", "\r\n")), List.of());

    assertThat(outcome).containsPattern("^[a-z]*\\R?\\|BAD_BODY: found .*; expected ");
  }

  @Test
  void takesAChunkOfTheLargestSize() {
    var in = Unpooled.wrappedBuffer(Wire.octets("7fffffffffffffff\r\nhello"));
    var decoder = new ChunkDecoder(Cause.BAD_BODY);

    assertThat(decoder.next(in)).isEqualTo(ChunkDecoder.DATA);
    assertThat(decoder.dataLength()).isEqualTo(5);
  }

  @Test
  void saysUpstreamGarbageIfTheBodyIsAnUpstreams() {
    var in = Unpooled.wrappedBuffer(Wire.octets("x"));
    var decoder = new ChunkDecoder(Cause.UPSTREAM_GARBAGE);

    var failure = catchThrowableOfType(ProxyFailure.class, () -> decoder.next(in));

    assertThat(failure.why()).isEqualTo(Cause.UPSTREAM_GARBAGE);
  }

  @Test
  void leavesOutTrailersThatWeirActsOnInHeads() {
    var body =
        "0\r\nCookie: a\r\nETag: \"1\"\r\nX_Forwarded_For: b\r\nX-Forwarded-For: c\r\n"
            + "Connection: d\r\nGrpc-Status: 0\r\n\r\n";

    assertThat(Wire.chunks(Wire.octets(body), List.of()))
        .startsWith("||ETag=\"1\"|Grpc-Status=0| at ");
  }

  @Test
  void boundsExtensionsByTheContentTheyComeWith() {
    var extension = ";a=" + "b".repeat(4000);
    var small = ("1" + extension + "\r\nx\r\n").repeat(5);
    var large = ("fff" + extension + "\r\n" + "x".repeat(0xfff) + "\r\n").repeat(20) + "0\r\n\r\n";

    assertThat(Wire.chunks(Wire.octets(small), List.of()))
        .contains("BAD_BODY: found too much of chunk extensions");
    for (var endless :
        List.of(";" + "a".repeat(4097), " ".repeat(4098), ";a" + "\t".repeat(4097))) {
      assertThat(Wire.chunks(Wire.octets("1" + endless), List.of()))
          .contains("BAD_BODY: found too much of chunk extensions");
    }
    assertThat(Wire.chunks(Wire.octets(large), List.of())).contains("|| at ");
  }

  @Test
  void boundsTrailers() {
    assertThat(Wire.chunks(Wire.octets("0\r\n" + "X: y\r\n".repeat(33)), List.of()))
        .contains("BAD_BODY: found more than 32 trailers");
    assertThat(Wire.chunks(Wire.octets("0\r\nX: " + "y".repeat(8 << 10)), List.of()))
        .contains("BAD_BODY: found trailers of more than 8192 octets");
  }

  @Test
  void startsOverWhenReset() {
    var decoder = new ChunkDecoder(Cause.BAD_BODY);
    decoder.next(Unpooled.wrappedBuffer(Wire.octets("0\r\nA: b\r\n\r\n")));

    decoder.reset();
    var in = Unpooled.wrappedBuffer(Wire.octets("0\r\n\r\nrest"));

    assertThat(decoder.next(in)).isEqualTo(ChunkDecoder.END);
    assertThat(decoder.trailers()).isSameAs(FieldLines.NONE);
    assertThat(in.readableBytes()).isEqualTo(4);
    assertThat(decoder.next(in)).isEqualTo(ChunkDecoder.END);
    assertThat(in.readableBytes()).isEqualTo(4);
  }
}
