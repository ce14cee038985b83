package io.weir.lvs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.lvs.edge.Handshake.Hello;

class MessageCodecFuzzTest {
  /** Whatever comes, it is understood or refused, and what is understood is written the same. */
  @FuzzTest
  void readsOrRefusesAnyOctets(byte[] octets) {
    try {
      assertThat(MessageCodec.encode(MessageCodec.decode(octets))).isEqualTo(octets);
    } catch (EdgeException e) {
      assertThat(e.refusal()).isEqualTo(Refusal.MALFORMED);
    }
    try {
      assertThat(Hello.read(octets).octets()).isEqualTo(octets);
    } catch (EdgeException e) {
      assertThat(e.refusal()).isEqualTo(Refusal.NOT_AN_EDGE);
    }
    try {
      assertThat(Handshake.challenge(Handshake.nonce(octets))).isEqualTo(octets);
    } catch (EdgeException e) {
      assertThat(e.refusal()).isEqualTo(Refusal.NOT_AN_EDGE);
    }
  }
}
