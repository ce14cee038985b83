package io.weir.vrrp.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Adverts as octets (RFC 9568 5.2, RFC 3768 5.3). Decoding makes the checks of RFC 9568 7.1 that
 * need no configuration.
 */
public final class AdvertCodec {
  private static final int HEADER = 8;
  private static final int AUTH_DATA = 8;
  private static final int CHECKSUM_AT = 6;
  private static final int TYPE_ADVERTISEMENT = 1;

  private AdvertCodec() {}

  /**
   * The advert's octets.
   *
   * @param source from where it will be sent; the pseudo-header covers it
   * @param destination to where, the group or a peer
   * @param form of the checksum in version 3 over IPv4; elsewhere there is only one
   */
  public static byte[] encode(
      Advert advert, InetAddress source, InetAddress destination, ChecksumForm form) {
    var family = advert.family();
    int length = length(advert.version(), family, advert.addresses().size());
    var out =
        ByteBuffer.allocate(length)
            .put((byte) (advert.version().number() << 4 | TYPE_ADVERTISEMENT))
            .put((byte) advert.vrid())
            .put((byte) advert.priority())
            .put((byte) advert.addresses().size());
    switch (advert.version()) {
      case V2 -> out.put((byte) advert.auth().type()).put((byte) (advert.intervalCentis() / 100));
      case V3 -> out.putShort((short) advert.intervalCentis());
    }
    out.putShort((short) 0);
    advert.addresses().forEach(address -> out.put(address.getAddress()));
    if (advert.version() == Version.V2) {
      out.putLong(advert.auth().data());
    }
    byte[] message = out.array();
    boolean plain =
        advert.version() == Version.V2
            || family == Family.IPV4 && form == ChecksumForm.MESSAGE_ONLY;
    int checksum =
        plain
            ? Checksum.of(message, 0, length)
            : Checksum.withPseudoHeader(message, length, source, destination, Family.PROTOCOL);
    out.putShort(CHECKSUM_AT, (short) checksum);
    return message;
  }

  /** The advert in a datagram, or the first thing that is wrong with it. */
  public static Reception decode(Datagram datagram) {
    byte[] octets = datagram.payload();
    var family = Family.of(datagram.source());
    if (datagram.hopLimit() != Family.HOP_LIMIT) {
      return new Reception.Rejected(Rejection.HOP_LIMIT);
    }
    if (octets.length < HEADER) {
      return new Reception.Rejected(Rejection.LENGTH);
    }
    int number = octets[0] >> 4 & 0xf;
    if (number != 3 && (number != 2 || family == Family.IPV6)) {
      return new Reception.Rejected(Rejection.VERSION);
    }
    if ((octets[0] & 0xf) != TYPE_ADVERTISEMENT) {
      return new Reception.Rejected(Rejection.TYPE);
    }
    var version = number == 2 ? Version.V2 : Version.V3;
    int length = length(version, family, octets[3] & 0xff);
    if (octets.length != length && octets.length != length + HmacTrailer.OCTETS) {
      return new Reception.Rejected(Rejection.LENGTH);
    }
    return checked(datagram, version, length);
  }

  private static Reception checked(Datagram datagram, Version version, int length) {
    byte[] octets = datagram.payload();
    var form = form(datagram, version, length);
    if (form.isEmpty()) {
      return new Reception.Rejected(Rejection.CHECKSUM);
    }
    if (octets[1] == 0) {
      return new Reception.Rejected(Rejection.VRID);
    }
    // RFC 9568 erratum 8299: an advert without an address means nothing.
    if (octets[3] == 0) {
      return new Reception.Rejected(Rejection.COUNT);
    }
    int interval =
        version == Version.V2
            ? (octets[5] & 0xff) * 100
            : (octets[4] & 0xf) << 8 | octets[5] & 0xff;
    // RFC 9568 erratum 8301: with an interval of zero a Backup would take over at once.
    if (interval == 0) {
      return new Reception.Rejected(Rejection.INTERVAL);
    }
    var auth =
        version == Version.V2
            ? new AuthField(octets[4] & 0xff, ByteBuffer.wrap(octets).getLong(length - AUTH_DATA))
            : AuthField.NONE;
    var advert =
        new Advert(
            version,
            octets[1] & 0xff,
            octets[2] & 0xff,
            interval,
            addresses(octets, Family.of(datagram.source())),
            auth);
    return new Reception.Valid(advert, form.get(), tail(octets, length));
  }

  private static Optional<SignedTail> tail(byte[] octets, int length) {
    return octets.length == length
        ? Optional.empty()
        : Optional.of(
            new SignedTail(
                Arrays.copyOf(octets, length), Arrays.copyOfRange(octets, length, octets.length)));
  }

  private static Optional<ChecksumForm> form(Datagram datagram, Version version, int length) {
    byte[] octets = datagram.payload();
    var family = Family.of(datagram.source());
    if (version == Version.V3
        && Checksum.withPseudoHeader(
                octets, length, datagram.source(), datagram.destination(), Family.PROTOCOL)
            == 0) {
      return Optional.of(ChecksumForm.PSEUDO_HEADER);
    }
    return family == Family.IPV4 && Checksum.of(octets, 0, length) == 0
        ? Optional.of(ChecksumForm.MESSAGE_ONLY)
        : Optional.empty();
  }

  private static List<InetAddress> addresses(byte[] octets, Family family) {
    var addresses = new ArrayList<InetAddress>();
    int size = family.addressLength();
    for (int i = 0; i < (octets[3] & 0xff); i++) {
      int at = HEADER + i * size;
      addresses.add(Family.address(Arrays.copyOfRange(octets, at, at + size)));
    }
    return addresses;
  }

  private static int length(Version version, Family family, int addresses) {
    return HEADER + addresses * family.addressLength() + (version == Version.V2 ? AUTH_DATA : 0);
  }
}
