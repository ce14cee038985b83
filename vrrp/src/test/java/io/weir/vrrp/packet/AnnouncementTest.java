package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static final byte[] MAC = HexFormat.of().parseHex("4aeb4d050465");

  @Test
  void announcesIpv4ByAGratuitousRequest() {
    assertThat(HexFormat.of().formatHex(Announcement.frame(ip("192.0.2.1"), MAC, true)))
        .isEqualTo(
            "ffffffffffff4aeb4d0504650806"
                + "0001080006040001"
                + "4aeb4d050465c0000201"
                + "ffffffffffffc0000201");
  }

  @Test
  void announcesIpv6ByAnAdvertisementThatOverrides() {
    byte[] frame = Announcement.frame(ip("2001:db8::1"), MAC, true);

    assertThat(HexFormat.of().formatHex(frame))
        .startsWith(
            "333300000001"
                + "4aeb4d050465"
                + "86dd"
                + "6c000000"
                + "00203aff"
                + "20010db8000000000000000000000001"
                + "ff020000000000000000000000000001"
                + "8800")
        .endsWith("a0000000" + "20010db8000000000000000000000001" + "0201" + "4aeb4d050465");
  }

  @Test
  void hasARightChecksum() {
    byte[] frame = Announcement.frame(ip("2001:db8::1"), MAC, false);
    byte[] message = Arrays.copyOfRange(frame, 54, frame.length);

    assertThat(Checksum.icmp6(message, ip("2001:db8::1"), ip("ff02::1"))).isZero();
    assertThat(message[4]).isEqualTo((byte) 0x20);
  }

  @Test
  void asksForIpv6FromAnAddressOfItsOwnSoThatTheAnswerGoesToNobodyElse() {
    byte[] frame = Announcement.solicitation(ip("2001:db8::12:3456"), ip("fe80::7"), MAC);

    assertThat(HexFormat.of().formatHex(frame))
        .startsWith(
            "3333ff123456"
                + "4aeb4d050465"
                + "86dd"
                + "6c000000"
                + "00203aff"
                + "fe800000000000000000000000000007"
                + "ff0200000000000000000001ff123456"
                + "8700")
        .endsWith("00000000" + "20010db8000000000000000000123456" + "0101" + "4aeb4d050465");
    byte[] message = Arrays.copyOfRange(frame, 54, frame.length);
    assertThat(Checksum.icmp6(message, ip("fe80::7"), ip("ff02::1:ff12:3456"))).isZero();
  }
}
