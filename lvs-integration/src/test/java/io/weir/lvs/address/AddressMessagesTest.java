package io.weir.lvs.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.Hex;
import io.weir.lvs.netlink.NetlinkException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class AddressMessagesTest {
  private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
  private static final InetAddress VIP6 = InetAddress.ofLiteral("2001:db8::10");

  /** struct ifaddrmsg, IFA_LOCAL, IFA_ADDRESS, IFA_FLAGS, IFA_CACHEINFO. */
  @Test
  void putsAnAddressAloneInItsNetworkForAWhile() {
    assertThat(text(AddressMessages.put(VIP, 1, 60)))
        .isEqualTo(
            "02200000 01000000 08000200 c000020a 08000100 c000020a 08000800 00000000 14000600"
                + " 3c000000 3c000000 00000000 00000000");
  }

  @Test
  void putsAnIpv6AddressWithoutAskingForDuplicatesAndNotAsASource() {
    assertThat(text(AddressMessages.put(VIP6, 1, 60)))
        .isEqualTo(
            "0a800000 01000000 14000200 20010db8 00000000 00000000 00000010 14000100 20010db8"
                + " 00000000 00000000 00000010 08000800 02000000 14000600 00000000 3c000000"
                + " 00000000 00000000");
  }

  @Test
  void removesAnAddress() {
    assertThat(text(AddressMessages.remove(VIP, 1)))
        .isEqualTo("02200000 01000000 08000200 c000020a 08000100 c000020a");
  }

  @Test
  void asksForAllAddresses() {
    assertThat(text(AddressMessages.question())).isEqualTo("00000000 00000000");
  }

  @Test
  void readsWhatItPuts() throws NetlinkException {
    assertThat(AddressMessages.read(AddressMessages.put(VIP6, 1, 60)))
        .contains(new HeldAddress(VIP6, 128, 1, false));
  }

  /** 127.0.0.1/8 as the kernel told it: permanent, with a label, a lifetime and flags. */
  @Test
  void readsThePermanentAddressThatTheKernelTells() throws NetlinkException {
    var told =
        Hex.bytes(
            "020880fe 01000000 08000100 7f000001 08000200 7f000001 07000300 6c6f0000 08000800"
                + " 80000000 14000600 ffffffff ffffffff 16000000 16000000");

    assertThat(AddressMessages.read(told))
        .contains(new HeldAddress(InetAddress.ofLiteral("127.0.0.1"), 8, 1, true));
  }

  @Test
  void takesTheFlagsOfTheHeaderWhereAnOldKernelTellsNoOthers() throws NetlinkException {
    var told = Hex.bytes("020880fe 01000000 08000100 7f000001");

    assertThat(AddressMessages.read(told).orElseThrow().isPermanent()).isTrue();
  }

  @Test
  void takesTheNearEndOfALine() throws NetlinkException {
    var told = Hex.bytes("02200000 05000000 08000100 0a000002 08000200 0a000001");

    assertThat(AddressMessages.read(told).orElseThrow().address().getHostAddress())
        .isEqualTo("10.0.0.1");
  }

  @Test
  void passesOverOtherFamilies() throws NetlinkException {
    assertThat(AddressMessages.read(Hex.bytes("1c000000 01000000"))).isEmpty();
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThatThrownBy(() -> AddressMessages.read(ByteBuffer.allocate(7)))
        .isInstanceOf(NetlinkException.class)
        .hasMessageContaining("an address of 7 octets");
    assertThatThrownBy(() -> AddressMessages.read(Hex.bytes("02200000 01000000")))
        .hasMessageContaining("an address without octets");
    var crooked =
        new AttributeWriter().raw(Hex.bytes("02200000 01000000").array()).octets(2, new byte[5]);
    assertThatThrownBy(() -> AddressMessages.read(crooked.payload()))
        .hasMessageContaining("an address of 5 octets");
  }

  private static String text(ByteBuffer payload) {
    var octets = new byte[payload.remaining()];
    payload.get(octets);
    return Hex.of(octets);
  }
}
