package io.weir.proxy.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.weir.proxy.failure.ProxyFailure;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any octets are a header, the start of one, or refused: the same however they were split. */
class ProxyHeaderSplitTest {
  @Property(tries = 3000)
  void readsTheSameHoweverItIsSplit(@ForAll("headers") byte[] octets) {
    assertReadsTheSameOctetByOctet(octets);
  }

  static void assertReadsTheSameOctetByOctet(byte[] octets) {
    var whole = outcome(octets, octets.length);

    for (int known = 0; known <= octets.length; known++) {
      var part = outcome(octets, known);
      if (!part.equals("more")) {
        assertThat(part).isEqualTo(whole);
        return;
      }
    }
    assertThat(whole).isEqualTo("more");
  }

  private static Object outcome(byte[] octets, int known) {
    try {
      var parsed = ProxyHeaderParser.parse(Unpooled.wrappedBuffer(octets, 0, known));
      if (parsed == null) {
        return "more";
      }
      assertThat(parsed.length()).isBetween(15, known);
      return parsed;
    } catch (ProxyFailure refused) {
      assertThat(refused.getMessage()).contains("found ", "; expected ");
      return String.valueOf(refused.getMessage());
    }
  }

  @Provide
  Arbitrary<byte[]> headers() {
    var whole =
        Arbitraries.of(
            "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n".getBytes(ISO_8859_1),
            "PROXY TCP6 2001:db8::7 ::1 4711 443\r\n".getBytes(ISO_8859_1),
            "PROXY UNKNOWN x y\r\n".getBytes(ISO_8859_1),
            ProxyHeaders.tcp4().build(),
            ProxyHeaders.tcp6().tlv(2, new byte[] {'a'}).buildSummed(),
            ProxyHeaders.of(0x20, 0).build(),
            ProxyHeaders.of(0x21, 0x31).zeros(216).tlv(4, new byte[9]).build(),
            ProxyHeaders.tcp4().tlv(0x20, new byte[] {1, 0, 0, 0, 0, 0x21, 0, 1, 'x'}).build());
    return Combinators.combine(whole, Arbitraries.longs(), Arbitraries.integers().between(-2, 3))
        .as((octets, seed, changes) -> changed(octets, new Random(seed), changes));
  }

  /** Half of them stay as they are; all are followed by what a client sends. */
  private static byte[] changed(byte[] octets, Random random, int changes) {
    var rest = "GET / HTTP/1.1\r\n".getBytes(ISO_8859_1);
    var all = Arrays.copyOf(octets, octets.length + rest.length);
    System.arraycopy(rest, 0, all, octets.length, rest.length);
    for (int i = 0; i < changes; i++) {
      all[random.nextInt(octets.length)] = (byte) random.nextInt(256);
    }
    return Arrays.copyOf(all, all.length - random.nextInt(4) * random.nextInt(8));
  }
}
