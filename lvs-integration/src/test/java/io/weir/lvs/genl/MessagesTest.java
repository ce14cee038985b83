package io.weir.lvs.genl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.GenericFamily;
import io.weir.lvs.netlink.Hex;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.netlink.NetlinkMessage;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.IpvsInfo;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.Timeouts;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import io.weir.lvs.table.VirtualService.Persistence;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against what ipvsadm and the kernel were heard to say to each other. */
class MessagesTest {
  private static final GenericFamily IPVS = new GenericFamily("IPVS", 0x20, 1);
  private static final ServiceKey WEB =
      new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.100"), 80);
  private static final RealServer SERVER =
      new RealServer(
          new ServerKey(InetAddress.ofLiteral("192.0.2.11"), 80),
          new Forwarding.Direct(),
          100,
          1000,
          800);

  @Test
  void addsAServiceAsIpvsadmDoes() {
    var message =
        Messages.service(
            IPVS.message(Command.NEW_SERVICE.number()), new VirtualService(WEB, "wrr"));

    assertThat(sent(message, 0x5, 0x6b03f96b, 0x5c400074))
        .isEqualTo(
            "68000000 20000500 6bf9036b 7400405c 01010000 54000180 06000100 02000000 06000200"
                + " 06000000 14000300 c0000264 00000000 00000000 00000000 06000400 00500000"
                + " 08000600 77727200 0c000700 00000000 ffffffff 08000800 00000000 08000900"
                + " ffffffff");
  }

  @Test
  void addsAServerAsIpvsadmDoes() {
    var out = new AttributeWriter().nest(2, nest -> ServerCodec.write(nest, SERVER));

    assertThat(out.payload())
        .isEqualTo(
            Hex.bytes(
                "60000280 06000b00 02000000 14000100 c000020b 00000000 00000000 00000000 06000200"
                    + " 00500000 08000300 03000000 08000400 64000000 05000d00 00000000 06000e00"
                    + " 00000000 06000f00 00000000 08000500 e8030000 08000600 20030000"));
  }

  @Test
  void asksForServersAsIpvsadmDoes() {
    var message = Messages.about(IPVS.message(Command.GET_DEST.number()), WEB);

    assertThat(sent(message, 0x305, 0x6b03f96e, 0x85c00118))
        .isEqualTo(
            "44000000 20000503 6ef9036b 1801c085 08010000 30000180 06000100 02000000 06000200"
                + " 06000000 14000300 c0000264 00000000 00000000 00000000 06000400 00500000");
  }

  @Test
  void asksForTheVersionAndReadsIt() throws NetlinkException {
    var message = IPVS.message(Command.GET_INFO.number());
    var reply =
        NetlinkMessage.split(
            Hex.bytes(
                "24000000 20000000 6bf9036b 74008039 0e010000 08000100 01020100 08000200"
                    + " 00100000"));

    assertThat(sent(message, 0x5, 0x6b03f96b, 0x39800074))
        .isEqualTo("14000000 20000500 6bf9036b 74008039 0f010000");
    assertThat(Messages.info(reply.getFirst().payload())).isEqualTo(new IpvsInfo("1.2.1", 4096));
  }

  @Test
  void readsTheServiceThatItWrites() throws NetlinkException {
    var service =
        new VirtualService(
            new ServiceKey.Place(Protocol.UDP, InetAddress.ofLiteral("2001:db8::1"), 5060),
            "mh",
            Set.of(Flag.ONE_PACKET, Flag.SCHEDULER_1, Flag.SCHEDULER_2),
            Optional.of(new Persistence(Duration.ofMinutes(5), 64)),
            Optional.of("sip"));

    var payload = Messages.service(IPVS.message(1), service).payload();

    assertThat(Messages.service(payload).orElseThrow().service()).isEqualTo(service);
  }

  @Test
  void writesAPrefixOfIpv6AsANumberAndAMaskOfIpv4AsOctets() {
    var persistence = Optional.of(new Persistence(Duration.ofSeconds(1), 20));
    var v4 = new VirtualService(WEB, "rr", Set.of(), persistence, Optional.empty());
    var mark = new ServiceKey.Mark(Family.IPV6, 7);
    var v6 = new VirtualService(mark, "rr", Set.of(), persistence, Optional.empty());

    assertThat(written(v4)).endsWith("08000800 01000000 08000900 fffff000");
    assertThat(written(v6)).endsWith("08000800 01000000 08000900 14000000");
  }

  @Test
  void ignoresTheFlagThatTheKernelSetsItself() throws NetlinkException {
    var out = new AttributeWriter();
    out.raw(Hex.bytes("01010000").array());
    out.nest(
        1,
        nest -> {
          ServiceCodec.writeKey(nest, WEB);
          nest.text(6, "wrr").octets(7, Hex.bytes("02000000 ffffffff").array());
        });

    assertThat(Messages.service(out.payload()).orElseThrow().service())
        .isEqualTo(new VirtualService(WEB, "wrr"));
  }

  @Test
  void passesOverAServiceOfAProtocolThatItDoesNotKnow() throws NetlinkException {
    var out = new AttributeWriter().raw(Hex.bytes("01010000").array());
    out.nest(1, nest -> nest.u16(1, 2).u16(2, 99));

    assertThat(Messages.service(out.payload())).isEmpty();
  }

  @Test
  void readsEachWayOfForwardingThatItWrites() throws NetlinkException {
    var ways =
        java.util.List.of(
            new Forwarding.Masquerade(),
            new Forwarding.Local(),
            new Forwarding.Direct(),
            new Forwarding.Bypass(),
            new Forwarding.Tunnel(new Forwarding.Wrap.Ipip()),
            new Forwarding.Tunnel(new Forwarding.Wrap.Gue(6080, Forwarding.Checksum.REMOTE)),
            new Forwarding.Tunnel(new Forwarding.Wrap.Gre(Forwarding.Checksum.FULL)));
    for (var way : ways) {
      var server =
          new RealServer(new ServerKey(InetAddress.ofLiteral("2001:db8::2"), 0), way, 7, 9, 3);

      var payload = Messages.server(IPVS.message(5), WEB, server).payload();

      assertThat(Messages.server(payload, Family.IPV4).orElseThrow().server()).isEqualTo(server);
    }
  }

  @Test
  void takesTheFamilyOfTheServiceWhereAnOldKernelTellsNone() throws NetlinkException {
    var out = new AttributeWriter().raw(Hex.bytes("05010000").array());
    out.nest(
        2,
        nest ->
            nest.octets(1, ServiceCodec.padded(InetAddress.ofLiteral("192.0.2.11")))
                .be16(2, 80)
                .u32(3, 3)
                .u32(4, 1));

    var read = Messages.server(out.payload(), Family.IPV4).orElseThrow();

    assertThat(read.server().key()).isEqualTo(SERVER.key());
  }

  @Test
  void readsCountersOf64BitsBeforeThoseOf32() throws NetlinkException {
    var out = new AttributeWriter().raw(Hex.bytes("05010000").array());
    out.nest(
        2,
        nest -> {
          ServerCodec.write(nest, SERVER);
          nest.nest(10, stats -> stats.u32(1, 1));
          nest.nest(
              12,
              stats ->
                  stats
                      .octets(1, Hex.bytes("0000000001000000").array())
                      .octets(11, new byte[0])
                      .octets(4, Hex.bytes("0500000000000000").array()));
        });

    var counters = Messages.server(out.payload(), Family.IPV4).orElseThrow().counters();

    assertThat(counters.connections()).isEqualTo(1L << 32);
    assertThat(counters.inBytes()).isEqualTo(5);
  }

  @Test
  void readsCountersOf32BitsOfOldKernels() throws NetlinkException {
    var out = new AttributeWriter().raw(Hex.bytes("05010000").array());
    out.nest(
        2,
        nest -> {
          ServerCodec.write(nest, SERVER);
          nest.nest(
              10,
              stats -> stats.u32(1, -1).octets(4, Hex.bytes("0000000002000000").array()).u32(6, 3));
        });

    var counters = Messages.server(out.payload(), Family.IPV4).orElseThrow().counters();

    assertThat(counters.connections()).isEqualTo(0xffff_ffffL);
    assertThat(counters.inBytes()).isEqualTo(2L << 32);
    assertThat(counters.connectionsPerSecond()).isEqualTo(3);
  }

  @Test
  void readsTheTimeoutsThatItWrites() throws NetlinkException {
    var timeouts =
        new Timeouts(Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofMinutes(5));

    var payload = Messages.timeouts(IPVS.message(12), timeouts).payload();

    assertThat(Messages.timeouts(payload)).isEqualTo(timeouts);
  }

  @Test
  void refusesAServiceWithoutWhatEveryoneHas() {
    var out = new AttributeWriter().raw(Hex.bytes("01010000").array());
    out.nest(1, nest -> ServiceCodec.writeKey(nest, WEB));

    assertThatThrownBy(() -> Messages.service(out.payload()))
        .isInstanceOf(NetlinkException.class)
        .hasMessageContaining("a service without flags");
  }

  private static String written(VirtualService service) {
    var payload = Messages.service(IPVS.message(1), service).payload();
    var octets = new byte[payload.remaining()];
    payload.get(octets);
    return Hex.of(octets);
  }

  private static String sent(AttributeWriter message, int flags, int sequence, int port) {
    return Hex.of(new NetlinkMessage(0x20, flags, sequence, port, message.payload()).bytes());
  }
}
