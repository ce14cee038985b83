package io.weir.proxy.listen;

import static io.weir.proxy.listen.ProxyHeaderParser.refused;

import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.ProxyHeader;
import io.weir.proxy.exchange.ProxyHeader.Tlv;
import io.weir.proxy.failure.ProxyFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Version 2 of the PROXY header: a binary block, of which all octets are there. */
final class ProxyHeaderBlock {
  /** Signature, version and command, family and transport, length. */
  static final int HEAD = 16;

  /** The most octets behind the head: addresses and a certificate have room, a flood has not. */
  static final int LONGEST = 16 << 10;

  private static final int LONGEST_ID = 128;
  private static final int FAMILY_UNSPECIFIED = 0;
  private static final int FAMILY_FOUR = 1;
  private static final int FAMILY_SIX = 2;
  private static final int FAMILY_UNIX = 3;
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;

  private final byte[] octets;

  /**
   * @param octets the whole header, whose signature is right
   */
  ProxyHeaderBlock(byte[] octets) {
    this.octets = octets;
  }

  ProxyHeader read() {
    int version = octets[12] >> 4 & 0xf;
    if (version != 2) {
      throw refused("found version " + version + " of the PROXY protocol", "2");
    }
    int command = octets[12] & 0xf;
    return switch (command) {
      // 2.2: the rest of the block, its family included, is to be discarded.
      case 0 -> new ProxyHeader(2, true, Optional.empty(), List.of(), Optional.empty());
      case 1 -> proxied();
      default -> throw refused("found command " + command + " in a PROXY header", "0 or 1");
    };
  }

  private ProxyHeader proxied() {
    int family = octets[13] >> 4 & 0xf;
    int transport = octets[13] & 0xf;
    if (family > FAMILY_UNIX || transport > DATAGRAM) {
      throw refused(
          "found family %d and transport %d in a PROXY header".formatted(family, transport),
          "a family up to 3 and a transport up to 2");
    }
    int size = size(family);
    if (octets.length < HEAD + 2 * size) {
      throw refused(
          "found %d octets of addresses in a PROXY header".formatted(octets.length - HEAD),
          "at least " + 2 * size);
    }
    var tlvs = tlvs(family, HEAD + 2 * size);
    check(tlvs);
    var isTcp = transport == STREAM && (family == FAMILY_FOUR || family == FAMILY_SIX);
    return new ProxyHeader(
        2,
        false,
        isTcp ? Optional.of(route(size - 2)) : Optional.empty(),
        tlvs.stream().map(At::tlv).toList(),
        tls(tlvs));
  }

  /** What one end takes: an address and a port, or the path of a UNIX socket. */
  private static int size(int family) {
    return switch (family) {
      case FAMILY_FOUR -> 6;
      case FAMILY_SIX -> 18;
      case FAMILY_UNIX -> 108;
      default -> 0;
    };
  }

  private ProxyHeader.Route route(int address) {
    int ports = HEAD + 2 * address;
    return new ProxyHeader.Route(
        address(HEAD, address),
        number(octets, ports),
        address(HEAD + address, address),
        number(octets, ports + 2));
  }

  /** An IPv4-mapped address is the IPv4 address, as everywhere. */
  private byte[] address(int at, int size) {
    return ParsedAddress.of(Arrays.copyOfRange(octets, at, at + size)).bytes();
  }

  /**
   * A value and where it stands.
   *
   * @param value the index of its first octet
   */
  private record At(Tlv tlv, int value) {}

  private List<At> tlvs(int family, int from) {
    if (family != FAMILY_UNSPECIFIED) {
      return tlvs(octets, from);
    }
    try {
      return tlvs(octets, from);
    } catch (ProxyFailure _) {
      // 2.2: addresses of a family that is not told are to be ignored; these look like some.
      return List.of();
    }
  }

  private static List<At> tlvs(byte[] from, int start) {
    var found = new ArrayList<At>();
    int at = start;
    while (at < from.length) {
      int length = at + 3 <= from.length ? number(from, at + 1) : from.length;
      if (at + 3 + length > from.length) {
        throw refused("found a TLV at " + at + " that is cut off", "type, length and a value");
      }
      int value = at + 3;
      var octets = Arrays.copyOfRange(from, value, value + length);
      found.add(new At(new Tlv(from[at] & 0xff, octets), value));
      at = value + length;
    }
    return found;
  }

  private void check(List<At> tlvs) {
    for (var at : tlvs) {
      int length = at.tlv.value().length;
      switch (at.tlv.type()) {
        case ProxyHeader.CRC32C -> checkSum(at);
        case ProxyHeader.UNIQUE_ID -> {
          if (length > LONGEST_ID) {
            throw refused("found a unique id of " + length + " octets", "at most 128");
          }
        }
        default -> {}
      }
    }
  }

  /** 2.2.4: the sum over the header as if the sum's own octets were zero. */
  private void checkSum(At at) {
    if (at.tlv.value().length != 4) {
      throw refused("found a checksum of " + at.tlv.value().length + " octets", "4");
    }
    var sum = new CRC32C();
    sum.update(octets, 0, at.value);
    sum.update(new byte[4]);
    sum.update(octets, at.value + 4, octets.length - at.value - 4);
    long found = (long) number(octets, at.value) << 16 | number(octets, at.value + 2);
    if (found != sum.getValue()) {
      throw refused(
          "found checksum %08x in a PROXY header".formatted(found),
          "%08x".formatted(sum.getValue()));
    }
  }

  /** 2.2.6: a byte of flags, four that tell of the certificate, then values of its own. */
  private static Optional<ProxyHeader.Tls> tls(List<At> tlvs) {
    for (var at : tlvs) {
      if (at.tlv.type() == ProxyHeader.SSL) {
        var value = at.tlv.value();
        if (value.length < 5) {
          throw refused("found " + value.length + " octets about TLS", "at least 5");
        }
        var parts = tlvs(value, 5).stream().map(At::tlv).toList();
        int verify = number(value, 1) << 16 | number(value, 3);
        return Optional.of(new ProxyHeader.Tls(value[0] & 0xff, verify, parts));
      }
    }
    return Optional.empty();
  }

  private static int number(byte[] from, int at) {
    return (from[at] & 0xff) << 8 | from[at + 1] & 0xff;
  }
}
