package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArpFrameTest {
  private static final byte[] MAC = HexFormat.of().parseHex("4aeb4d050465");

  @Test
  void readsWhoHasAnAddress() {
    var frame = read(Announcement.frame(ip("192.0.2.1"), MAC, false));

    assertThat(frame).contains(new AddressClaim(MAC, ip("192.0.2.1")));
    assertThat(frame.orElseThrow()).hasToString("192.0.2.1 at 4a:eb:4d:05:04:65");
  }

  @Test
  void aProbeSaysOfNobodyWhereTheyAre() {
    byte[] probe = Announcement.probe(ip("192.0.2.1"), MAC);

    assertThat(HexFormat.of().formatHex(probe))
        .isEqualTo(
            "ffffffffffff4aeb4d0504650806"
                + "0001080006040001"
                + "4aeb4d05046500000000"
                + "000000000000c0000201");
    assertThat(read(probe)).isEmpty();
  }

  @Test
  void aReplyOnALongerFrameIsReadAsWell() {
    byte[] frame = Arrays.copyOf(Announcement.frame(ip("192.0.2.1"), MAC, false), 60);
    frame[21] = 2;

    assertThat(read(frame)).contains(new AddressClaim(MAC, ip("192.0.2.1")));
  }

  @Test
  void whatIsShorterOrOfAnotherKindIsNone() {
    byte[] frame = Announcement.frame(ip("192.0.2.1"), MAC, false);

    assertThat(read(Arrays.copyOf(frame, 41))).isEmpty();
    for (int at : new int[] {12, 13, 14, 15, 16, 17, 18, 19}) {
      byte[] other = frame.clone();
      other[at]++;
      assertThat(read(other)).as("octet " + at).isEmpty();
    }
    assertThat(read(Announcement.frame(ip("2001:db8::1"), MAC, false))).isEmpty();
  }

  private static Optional<AddressClaim> read(byte[] octets) {
    return ArpFrame.read(ByteBuffer.wrap(octets));
  }
}
