package io.weir.vrrp.link;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.vrrp.packet.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceTableTest {
  private static final int UP = 0x1;
  private static final int RUNNING = 0x40;
  private static final int SECONDARY = 0x1;
  private static final int TENTATIVE = 0x40;
  private static final byte[] MAC = HexFormat.of().parseHex("4aeb4d050465");

  private final InterfaceTable table = new InterfaceTable();

  @Test
  void anInterfaceIsUpWhenItIsSwitchedOnAndHasACarrier() {
    assertThat(table.apply(link(7, "eth0", UP))).isTrue();
    assertThat(table.find("eth0")).hasValueSatisfying(one -> assertThat(one.isUp()).isFalse());

    assertThat(table.apply(link(7, "eth0", UP | RUNNING))).isTrue();
    assertThat(table.find("eth0"))
        .hasValueSatisfying(one -> {
          assertThat(one.isUp()).isTrue();
          assertThat(one.mac()).isEqualTo(MAC);
        });
  }

  @Test
  void anInterfaceThatIsGoneIsNotFound() {
    table.apply(link(7, "eth0", UP | RUNNING));

    assertThat(table.apply(message(NetlinkMessage.DELETE_LINK, linkPayload(7, "eth0", 0))))
        .isTrue();
    assertThat(table.find("eth0")).isEmpty();
  }

  @Test
  void advertsComeFromThePrimaryAddressButNeverFromAVirtualOne() {
    table.apply(link(7, "eth0", UP | RUNNING));
    table.apply(address(7, "192.0.2.10", 32, 0));
    table.apply(address(7, "192.0.2.251", 24, 0));
    table.apply(address(7, "192.0.2.252", 24, SECONDARY));

    assertThat(source(Family.IPV4, "192.0.2.10")).isEqualTo(ip("192.0.2.251"));
  }

  @Test
  void ipv6AdvertsComeFromALinkLocalAddressThatMayBeUsed() {
    table.apply(link(7, "eth0", UP | RUNNING));
    table.apply(address(7, "2001:db8::251", 64, 0));
    table.apply(address(7, "fe80::251", 64, TENTATIVE));
    var eth0 = table.find("eth0").orElseThrow();
    assertThat(eth0.source(Family.IPV6, List.of())).isEmpty();

    table.apply(address(7, "fe80::251", 64, 0));

    assertThat(source(Family.IPV6, "2001:db8::1")).isEqualTo(ip("fe80::251"));
  }

  @Test
  void anAddressThatIsOnlyRenewedChangesNothing() {
    table.apply(link(7, "eth0", UP | RUNNING));
    table.apply(address(7, "192.0.2.251", 24, 0));
    table.apply(address(7, "192.0.2.10", 24, SECONDARY));

    assertThat(table.apply(address(7, "192.0.2.251", 24, 0))).isFalse();
    assertThat(source(Family.IPV4, "192.0.2.10")).isEqualTo(ip("192.0.2.251"));
  }

  @Test
  void whatIsCutOffIsPassedOver() {
    table.apply(link(7, "eth0", UP | RUNNING));

    assertThat(table.apply(message(NetlinkMessage.NEW_LINK, new byte[3]))).isFalse();
    assertThat(table.apply(message(NetlinkMessage.NEW_ADDRESS, new byte[8]))).isFalse();
    assertThat(NetlinkMessage.read(ByteBuffer.wrap(new byte[] {99, 0, 0, 0, 16, 0}))).isEmpty();
  }

  private InetAddress source(Family family, String virtual) {
    return table.find("eth0").orElseThrow().source(family, List.of(ip(virtual))).orElseThrow();
  }

  private static NetlinkMessage link(int index, String name, int flags) {
    return message(NetlinkMessage.NEW_LINK, linkPayload(index, name, flags));
  }

  private static byte[] linkPayload(int index, String name, int flags) {
    byte[] text = NetlinkMessage.attribute(3, (name + "\0").getBytes(StandardCharsets.UTF_8));
    byte[] mac = NetlinkMessage.attribute(1, MAC);
    return ByteBuffer.allocate(16 + text.length + mac.length)
        .order(ByteOrder.nativeOrder())
        .putInt(0)
        .putInt(index)
        .putInt(flags)
        .putInt(0)
        .put(text)
        .put(mac)
        .array();
  }

  private static NetlinkMessage address(int index, String text, int prefix, int flags) {
    byte[] local = NetlinkMessage.attribute(2, ip(text).getAddress());
    byte[] wide =
        NetlinkMessage.attribute(
            8, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(flags).array());
    return message(
        NetlinkMessage.NEW_ADDRESS,
        ByteBuffer.allocate(8 + local.length + wide.length)
            .order(ByteOrder.nativeOrder())
            .put((byte) 2)
            .put((byte) prefix)
            .put((byte) flags)
            .put((byte) 0)
            .putInt(index)
            .put(local)
            .put(wide)
            .array());
  }

  /** Through the octets of a datagram, as the kernel sends them. */
  private static NetlinkMessage message(int type, byte[] payload) {
    byte[] octets = NetlinkMessage.request(type, 0, 1, payload);
    return NetlinkMessage.read(ByteBuffer.wrap(octets)).getFirst();
  }
}
