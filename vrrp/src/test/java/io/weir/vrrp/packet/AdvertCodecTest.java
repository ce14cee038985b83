package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Vectors are captures of Debian's keepalived 2.2.7. */
class AdvertCodecTest {
  private static final Advert V2_PASS =
      new Advert(
          Version.V2, 51, 200, 100, List.of(ip("192.0.2.1")), AuthField.password("s3cret12"));
  private static final Advert V3 =
      new Advert(Version.V3, 51, 200, 100, List.of(ip("192.0.2.1")), AuthField.NONE);
  private static final Advert V3_IPV6 =
      new Advert(
          Version.V3, 51, 200, 100, List.of(ip("fe80::1"), ip("2001:db8::1")), AuthField.NONE);

  private static final String V2_PASS_OCTETS = "2133c8010101e67bc00002017333637265743132";
  private static final String V3_OCTETS = "3133c8010064a0dac0000201";
  private static final String V3_MESSAGE_ONLY_OCTETS = "3133c80100644465c0000201";
  private static final String V3_IPV6_OCTETS =
      "3133c802006442a6" + "fe800000000000000000000000000001" + "20010db8000000000000000000000001";

  @Test
  void writesVersion2WithAPasswordAsKeepalivedDoes() {
    assertThat(encoded(V2_PASS, "192.0.2.251", ChecksumForm.PSEUDO_HEADER))
        .isEqualTo(V2_PASS_OCTETS);
  }

  @Test
  void writesVersion3WithThePseudoHeaderAsKeepalivedDoes() {
    assertThat(encoded(V3, "192.0.2.251", ChecksumForm.PSEUDO_HEADER)).isEqualTo(V3_OCTETS);
  }

  @Test
  void writesVersion3WithTheMessageAloneIfToldTo() {
    assertThat(encoded(V3, "192.0.2.251", ChecksumForm.MESSAGE_ONLY))
        .isEqualTo(V3_MESSAGE_ONLY_OCTETS);
  }

  @Test
  void writesIpv6AsKeepalivedDoes() {
    assertThat(encoded(V3_IPV6, "fe80::48eb:4dff:fe05:465", ChecksumForm.PSEUDO_HEADER))
        .isEqualTo(V3_IPV6_OCTETS);
  }

  @Test
  void hasNoOtherFormForIpv6() {
    assertThat(encoded(V3_IPV6, "fe80::48eb:4dff:fe05:465", ChecksumForm.MESSAGE_ONLY))
        .isEqualTo(V3_IPV6_OCTETS);
  }

  @Test
  void readsVersion2() {
    assertThat(decoded(V2_PASS_OCTETS))
        .isEqualTo(new Reception.Valid(V2_PASS, ChecksumForm.MESSAGE_ONLY, Optional.empty()));
  }

  @Test
  void readsBothFormsOfVersion3AndTellsWhich() {
    assertThat(decoded(V3_OCTETS))
        .isEqualTo(new Reception.Valid(V3, ChecksumForm.PSEUDO_HEADER, Optional.empty()));
    assertThat(decoded(V3_MESSAGE_ONLY_OCTETS))
        .isEqualTo(new Reception.Valid(V3, ChecksumForm.MESSAGE_ONLY, Optional.empty()));
  }

  @Test
  void readsIpv6() {
    var datagram =
        new Datagram(ip("fe80::48eb:4dff:fe05:465"), ip("ff02::12"), 255, octets(V3_IPV6_OCTETS));

    assertThat(AdvertCodec.decode(datagram))
        .isEqualTo(new Reception.Valid(V3_IPV6, ChecksumForm.PSEUDO_HEADER, Optional.empty()));
  }

  @Test
  void ignoresTheReservedBitsOfVersion3() {
    assertThat(decoded(withChecksum("3133c801f0640000c0000201")))
        .isInstanceOfSatisfying(
            Reception.Valid.class,
            valid -> assertThat(valid.advert().intervalCentis()).isEqualTo(100));
  }

  @Test
  void refusesAnotherHopLimitThan255() {
    var datagram = new Datagram(ip("192.0.2.251"), ip("224.0.0.18"), 254, octets(V3_OCTETS));

    assertThat(AdvertCodec.decode(datagram)).isEqualTo(new Reception.Rejected(Rejection.HOP_LIMIT));
  }

  @Test
  void refusesOtherVersions() {
    assertThat(decoded("1133c8010064a0dac0000201")).isEqualTo(rejected(Rejection.VERSION));
    assertThat(decoded("4133c8010064a0dac0000201")).isEqualTo(rejected(Rejection.VERSION));
  }

  @Test
  void refusesVersion2OverIpv6() {
    var datagram = new Datagram(ip("fe80::2"), ip("ff02::12"), 255, octets(V2_PASS_OCTETS));

    assertThat(AdvertCodec.decode(datagram)).isEqualTo(rejected(Rejection.VERSION));
  }

  @Test
  void refusesOtherTypes() {
    assertThat(decoded("3233c8010064a0dac0000201")).isEqualTo(rejected(Rejection.TYPE));
  }

  @Test
  void refusesWhatIsShorterOrLongerThanItSays() {
    assertThat(decoded("3133c8010064a0")).isEqualTo(rejected(Rejection.LENGTH));
    assertThat(decoded("3133c8020064a0dac0000201")).isEqualTo(rejected(Rejection.LENGTH));
    assertThat(decoded(V3_OCTETS + "00")).isEqualTo(rejected(Rejection.LENGTH));
    assertThat(decoded("2133c8010101e67bc0000201")).isEqualTo(rejected(Rejection.LENGTH));
  }

  @Test
  void refusesAWrongChecksum() {
    assertThat(decoded("3133c8010064a0dbc0000201")).isEqualTo(rejected(Rejection.CHECKSUM));
    assertThat(decoded("2133c8010101e67cc00002017333637265743132"))
        .isEqualTo(rejected(Rejection.CHECKSUM));
  }

  @Test
  void refusesTheMessageAloneOverIpv6() {
    byte[] message = octets(V3_IPV6_OCTETS);
    message[6] = 0;
    message[7] = 0;
    int plain = Checksum.of(message, 0, message.length);
    message[6] = (byte) (plain >> 8);
    message[7] = (byte) plain;

    assertThat(AdvertCodec.decode(new Datagram(ip("fe80::2"), ip("ff02::12"), 255, message)))
        .isEqualTo(rejected(Rejection.CHECKSUM));
  }

  @Test
  void takesAMappedAddressForIpv6AsItIs() {
    var mapped = Family.address(octets("00000000000000000000ffffc0000201"));
    var advert = new Advert(Version.V3, 51, 200, 100, List.of(mapped), AuthField.NONE);
    var source = ip("fe80::2");
    byte[] octets = AdvertCodec.encode(advert, source, ip("ff02::12"), ChecksumForm.PSEUDO_HEADER);

    assertThat(AdvertCodec.decode(new Datagram(source, ip("ff02::12"), 255, octets)))
        .isEqualTo(new Reception.Valid(advert, ChecksumForm.PSEUDO_HEADER, Optional.empty()));
  }

  @Test
  void refusesAnAdvertWithoutAddresses() {
    assertThat(decoded(withChecksum("3133c80000640000"))).isEqualTo(rejected(Rejection.COUNT));
  }

  @Test
  void refusesAnIntervalOfZero() {
    assertThat(decoded(withChecksum("3133c80100000000c0000201")))
        .isEqualTo(rejected(Rejection.INTERVAL));
  }

  @Test
  void refusesTheNumberZero() {
    assertThat(decoded(withChecksum("3100c80100640000c0000201")))
        .isEqualTo(rejected(Rejection.VRID));
  }

  private static Reception.Rejected rejected(Rejection reason) {
    return new Reception.Rejected(reason);
  }

  /** From 192.0.2.251 to the group. */
  private static Reception decoded(String hex) {
    return AdvertCodec.decode(new Datagram(ip("192.0.2.251"), ip("224.0.0.18"), 255, octets(hex)));
  }

  private static String encoded(Advert advert, String source, ChecksumForm form) {
    return HexFormat.of()
        .formatHex(AdvertCodec.encode(advert, ip(source), advert.family().group(), form));
  }

  /** With the message's own checksum in place of the zeros. */
  private static String withChecksum(String hex) {
    byte[] message = octets(hex);
    int checksum = Checksum.of(message, 0, message.length);
    message[6] = (byte) (checksum >> 8);
    message[7] = (byte) checksum;
    return HexFormat.of().formatHex(message);
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
