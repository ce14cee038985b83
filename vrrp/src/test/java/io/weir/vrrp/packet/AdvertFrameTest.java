package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AdvertFrameTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void comesFromTheHardwareAddressOfTheVirtualRouter() {
    byte[] frame = frame(Family.IPV4, "192.0.2.251");

    assertThat(Arrays.copyOfRange(frame, 6, 12)).isEqualTo(HEX.parseHex("00005e000133"));
  }

  @Test
  void goesToTheGroupOfEitherFamily() {
    assertThat(Arrays.copyOf(frame(Family.IPV4, "192.0.2.251"), 6))
        .isEqualTo(HEX.parseHex("01005e000012"));
    assertThat(Arrays.copyOf(frame(Family.IPV6, "fe80::1"), 6))
        .isEqualTo(HEX.parseHex("333300000012"));
  }

  @Test
  void hasTheHeaderThatKernelsWriteForRawSockets() {
    byte[] frame = frame(Family.IPV4, "192.0.2.251");

    // As captured of keepalived, but for the identification, which is 0 here.
    assertThat(Arrays.copyOfRange(frame, 12, 34))
        .isEqualTo(HEX.parseHex("080045c0002800000000ff701798c00002fbe0000012"));
    assertThat(Checksum.of(frame, 14, 20)).isZero();
  }

  @Test
  void carriesTheMessageAsItIs() {
    byte[] frame = frame(Family.IPV6, "fe80::1");

    assertThat(Arrays.copyOfRange(frame, 12, 14)).isEqualTo(HEX.parseHex("86dd"));
    assertThat(frame[14 + 6]).isEqualTo((byte) 112);
    assertThat(frame[14 + 7]).isEqualTo((byte) 255);
    assertThat(Arrays.copyOfRange(frame, 54, frame.length)).isEqualTo(new byte[20]);
  }

  @Test
  void everyVirtualRouterHasAnAddressOfItsOwn() {
    assertThat(VirtualMac.of(51, Family.IPV4)).isEqualTo(HEX.parseHex("00005e000133"));
    assertThat(VirtualMac.of(255, Family.IPV6)).isEqualTo(HEX.parseHex("00005e0002ff"));
  }

  private static byte[] frame(Family family, String source) {
    return AdvertFrame.write(VirtualMac.of(51, family), family, ip(source), new byte[20]);
  }
}
