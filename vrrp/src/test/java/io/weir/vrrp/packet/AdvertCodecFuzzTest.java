package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class AdvertCodecFuzzTest {
  @FuzzTest
  void anyOctetsAreAnAdvertOrRefused(byte[] octets) {
    for (var source : new String[] {"192.0.2.251", "fe80::1"}) {
      var from = ip(source);
      var datagram = new Datagram(from, Family.of(from).group(), 255, octets);
      switch (AdvertCodec.decode(datagram)) {
        case Reception.Valid(var advert, var form, var hmac) -> {
          byte[] again = AdvertCodec.encode(advert, from, Family.of(from).group(), form);
          int length = hmac.map(tail -> tail.message().length).orElse(octets.length);
          // The four reserved bits are the only ones that are not kept.
          byte[] expected = Arrays.copyOf(octets, length);
          // A checksum of zeros may be written as ones.
          Arrays.fill(again, 6, 8, (byte) 0);
          Arrays.fill(expected, 6, 8, (byte) 0);
          boolean isReserved = advert.version() == Version.V3 && (octets[4] & 0xf0) != 0;
          if (!isReserved && !Arrays.equals(again, expected)) {
            throw new AssertionError("read " + advert + ", which is written differently");
          }
        }
        case Reception.Rejected _ -> {}
      }
    }
    Ipv4Packet.read(octets, octets.length);
  }
}
