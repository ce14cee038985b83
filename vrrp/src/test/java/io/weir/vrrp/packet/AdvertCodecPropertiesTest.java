package io.weir.vrrp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AdvertCodecPropertiesTest {
  @Property(tries = 500)
  void whatIsWrittenIsReadAgain(@ForAll("adverts") Sent sent, @ForAll ChecksumForm form) {
    assertThat(AdvertCodec.decode(sent.datagram(form)))
        .isInstanceOfSatisfying(
            Reception.Valid.class, valid -> assertThat(valid.advert()).isEqualTo(sent.advert()));
  }

  @Property(tries = 500)
  void noSingleOctetCanBeChangedUnseen(
      @ForAll("adverts") Sent sent,
      @ForAll @IntRange(max = 5000) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    var datagram = sent.datagram(ChecksumForm.PSEUDO_HEADER);
    byte[] octets = datagram.payload().clone();
    octets[place % octets.length] ^= (byte) change;

    var reception =
        AdvertCodec.decode(new Datagram(datagram.source(), datagram.destination(), 255, octets));

    assertThat(reception).isInstanceOf(Reception.Rejected.class);
  }

  @Property(tries = 300)
  void aPacketIsReadAsItWasWritten(@ForAll("adverts") Sent sent) {
    if (sent.advert().family() == Family.IPV6) {
      return;
    }
    var datagram = sent.datagram(ChecksumForm.PSEUDO_HEADER);
    byte[] packet = Ipv4Packet.write(datagram.source(), datagram.destination(), datagram.payload());

    assertThat(Ipv4Packet.read(packet, packet.length))
        .hasValueSatisfying(read -> {
          assertThat(read.source()).isEqualTo(datagram.source());
          assertThat(read.destination()).isEqualTo(datagram.destination());
          assertThat(read.hopLimit()).isEqualTo(255);
          assertThat(read.payload()).isEqualTo(datagram.payload());
        });
  }

  /** An advert and its sender. */
  record Sent(Advert advert, InetAddress source) {
    Datagram datagram(ChecksumForm form) {
      var group = advert.family().group();
      return new Datagram(source, group, 255, AdvertCodec.encode(advert, source, group, form));
    }
  }

  @Provide
  Arbitrary<Sent> adverts() {
    var v2 =
        Combinators.combine(
                vrids(),
                priorities(),
                Arbitraries.integers().between(1, 255),
                addresses(4),
                auth(),
                address(4))
            .as((vrid, priority, seconds, addresses, auth, source) ->
                new Sent(
                    new Advert(Version.V2, vrid, priority, seconds * 100, addresses, auth),
                    source));
    return Arbitraries.oneOf(v2, v3(4), v3(16));
  }

  private Arbitrary<Sent> v3(int length) {
    return Combinators.combine(
            vrids(),
            priorities(),
            Arbitraries.integers().between(1, 4095),
            addresses(length),
            address(length))
        .as((vrid, priority, centis, addresses, source) ->
            new Sent(
                new Advert(Version.V3, vrid, priority, centis, addresses, AuthField.NONE), source));
  }

  private Arbitrary<Integer> vrids() {
    return Arbitraries.integers().between(1, 255);
  }

  private Arbitrary<Integer> priorities() {
    return Arbitraries.integers().between(0, 255);
  }

  private Arbitrary<AuthField> auth() {
    return Combinators.combine(Arbitraries.integers().between(0, 255), Arbitraries.longs())
        .as(AuthField::new);
  }

  private Arbitrary<List<InetAddress>> addresses(int length) {
    return address(length).list().ofMinSize(1).ofMaxSize(20);
  }

  private Arbitrary<InetAddress> address(int length) {
    return Arbitraries.bytes().array(byte[].class).ofSize(length).map(Family::address);
  }
}
