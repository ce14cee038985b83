package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NeighborAdvertisementTest {
  private static final byte[] MAC = HexFormat.of().parseHex("4aeb4d050465");
  private static final int ETHERNET_AND_IPV6 = 54;

  @Test
  void readsWhoHasAnAddress() {
    var claim = NeighborAdvertisement.read(message(), 255);

    assertThat(claim).contains(new AddressClaim(MAC, ip("2001:db8::1")));
  }

  @Test
  void findsTheHardwareAddressBehindOtherOptions() {
    byte[] message = message();
    byte[] longer = Arrays.copyOf(message, message.length + 16);
    System.arraycopy(message, 24, longer, 40, 8);
    longer[24] = 14;
    longer[25] = 2;

    assertThat(NeighborAdvertisement.read(longer, 255))
        .contains(new AddressClaim(MAC, ip("2001:db8::1")));
  }

  @Test
  void whatHasCrossedARouterIsNoNeighbours() {
    assertThat(NeighborAdvertisement.read(message(), 254)).isEmpty();
  }

  @Test
  void whatSaysNothingOfHardwareIsNoClaim() {
    assertThat(NeighborAdvertisement.read(Arrays.copyOf(message(), 24), 255)).isEmpty();
  }

  @Test
  void whatIsShorterOrOfAnotherKindIsNone() {
    byte[] message = message();

    for (int length : new int[] {0, 1, 8, 23, 31}) {
      assertThat(NeighborAdvertisement.read(Arrays.copyOf(message, length), 255))
          .as("length " + length)
          .isEmpty();
    }
    for (int at : new int[] {0, 1, 24}) {
      byte[] other = message.clone();
      other[at]++;
      assertThat(NeighborAdvertisement.read(other, 255)).as("octet " + at).isEmpty();
    }
    message[8] = (byte) 0xff;
    assertThat(NeighborAdvertisement.read(message, 255)).as("a group").isEmpty();
  }

  @Test
  void anOptionOfNoLengthEndsTheMessage() {
    byte[] message = message();
    message[25] = 0;

    assertThat(NeighborAdvertisement.read(message, 255)).isEmpty();
  }

  private static byte[] message() {
    byte[] frame = Announcement.frame(ip("2001:db8::1"), MAC, false);
    return Arrays.copyOfRange(frame, ETHERNET_AND_IPV6, frame.length);
  }
}
