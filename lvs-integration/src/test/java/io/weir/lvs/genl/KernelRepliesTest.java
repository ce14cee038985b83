package io.weir.lvs.genl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.GenericFamily;
import io.weir.lvs.netlink.Hex;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.netlink.NetlinkMessage;
import io.weir.lvs.table.Counters;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Checksum;
import io.weir.lvs.table.Forwarding.Wrap;
import io.weir.lvs.table.IpvsInfo;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.SyncDaemon.Role;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.Timeouts;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import io.weir.lvs.table.VirtualService.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * Whole conversations with a kernel as they were captured: what Weir asks, and what it understands.
 */
class KernelRepliesTest {
  private static final int ASK = 0x5;
  private static final int DUMP = 0x305;
  private static final GenericFamily IPVS = new GenericFamily("IPVS", 0x1c, 1);
  private static final ServiceKey WEB =
      new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.100"), 80);
  private static final ServiceKey GONE =
      new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.100"), 81);
  private static final ServiceKey SIP =
      new ServiceKey.Place(Protocol.UDP, InetAddress.ofLiteral("2001:db8::100"), 5060);

  /** A question and its answers, without the acknowledgement at the end. */
  private record Talk(String asked, List<NetlinkMessage> answers, NetlinkMessage end) {}

  @Test
  void asksForTheVersionAndUnderstandsIt() throws NetlinkException {
    var talk = talk("info");

    assertThat(sent(message(Command.GET_INFO), ASK, talk)).isEqualTo(talk.asked());
    assertThat(Messages.info(talk.answers().getFirst().payload()))
        .isEqualTo(new IpvsInfo("1.2.1", 4096));
  }

  @Test
  void asksForServicesAndUnderstandsThem() throws NetlinkException {
    var talk = talk("services");

    assertThat(sent(message(Command.GET_SERVICE), DUMP, talk)).isEqualTo(talk.asked());
    var services = new ArrayList<VirtualService>();
    for (var answer : talk.answers()) {
      var read = Messages.service(answer.payload()).orElseThrow();
      services.add(read.service());
      assertThat(read.counters()).isEqualTo(Counters.ZERO);
    }
    assertThat(services)
        .containsExactly(
            new VirtualService(WEB, "wrr"),
            new VirtualService(
                SIP,
                "mh",
                Set.of(Flag.ONE_PACKET, Flag.SCHEDULER_1, Flag.SCHEDULER_2),
                Optional.of(new Persistence(Duration.ofMinutes(5), 64)),
                Optional.of("sip")),
            new VirtualService(new ServiceKey.Mark(Family.IPV4, 7), "rr"));
  }

  @Test
  void asksForServersAndUnderstandsThem() throws NetlinkException {
    var talk = talk("dests web");

    assertThat(sent(Messages.about(message(Command.GET_DEST), WEB), DUMP, talk))
        .isEqualTo(talk.asked());
    assertThat(servers(talk, Family.IPV4))
        .containsExactly(
            new RealServer(
                new ServerKey(InetAddress.ofLiteral("192.0.2.12"), 80),
                new Forwarding.Tunnel(new Wrap.Gue(6080, Checksum.FULL)),
                1),
            new RealServer(
                new ServerKey(InetAddress.ofLiteral("192.0.2.11"), 80),
                new Forwarding.Direct(),
                100,
                1000,
                800));
  }

  @Test
  void asksForServersOfIpv6AndUnderstandsThem() throws NetlinkException {
    var talk = talk("dests sip");

    assertThat(sent(Messages.about(message(Command.GET_DEST), SIP), DUMP, talk))
        .isEqualTo(talk.asked());
    assertThat(servers(talk, Family.IPV6))
        .containsExactly(
            new RealServer(
                new ServerKey(InetAddress.ofLiteral("2001:db8::11"), 5060),
                new Forwarding.Masquerade(),
                0));
  }

  @Test
  void understandsThatAServiceWhichHasGoneHasNoServers() throws NetlinkException {
    var talk = talk("missing service dests");

    assertThat(sent(Messages.about(message(Command.GET_DEST), GONE), DUMP, talk))
        .isEqualTo(talk.asked());
    assertThat(talk.answers()).isEmpty();
    assertThat(talk.end().payload().getInt(0)).isZero();
  }

  @Test
  void asksForAServiceToGoAndHearsThatItHas() throws NetlinkException {
    var talk = talk("del missing");

    assertThat(sent(Messages.about(message(Command.DEL_SERVICE), GONE), ASK, talk))
        .isEqualTo(talk.asked());
    assertThat(talk.end().payload().getInt(0)).isEqualTo(-3);
  }

  @Test
  void asksForTimeoutsAndUnderstandsThem() throws NetlinkException {
    var talk = talk("config");

    assertThat(sent(message(Command.GET_CONFIG), ASK, talk)).isEqualTo(talk.asked());
    assertThat(Messages.timeouts(talk.answers().getFirst().payload()))
        .isEqualTo(
            new Timeouts(Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofMinutes(5)));
  }

  @Test
  void asksForDaemonsAndUnderstandsThem() throws NetlinkException {
    var talk = talk("daemons");

    assertThat(sent(message(Command.GET_DAEMON), DUMP, talk)).isEqualTo(talk.asked());
    var daemons = new ArrayList<SyncDaemon>();
    for (var answer : talk.answers()) {
      daemons.add(Messages.daemon(answer.payload()));
    }
    assertThat(daemons)
        .containsExactly(
            new SyncDaemon(Role.MASTER, "d0", 7, group("224.0.0.81"), 8848, 1, 1472),
            new SyncDaemon(Role.BACKUP, "d0", 9, group("ff02::99"), 9000, 3, 1400));
    assertThat(new SyncDaemon(Role.MASTER, "d0", 7).isRunAs(daemons.getFirst())).isTrue();
  }

  /** A kernel to come may say more, anywhere: none of it changes what is understood. */
  @Test
  void passesOverWhatItDoesNotKnowInEveryNest() throws NetlinkException {
    for (var answer : talk("services").answers()) {
      assertThat(Messages.service(grown(answer.payload())))
          .isEqualTo(Messages.service(answer.payload()));
    }
    for (var answer : talk("dests web").answers()) {
      assertThat(Messages.server(grown(answer.payload()), Family.IPV4))
          .isEqualTo(Messages.server(answer.payload(), Family.IPV4));
    }
    for (var answer : talk("daemons").answers()) {
      assertThat(Messages.daemon(grown(answer.payload())))
          .isEqualTo(Messages.daemon(answer.payload()));
    }
  }

  /** What was captured with attributes of other types before and behind all that there is. */
  private static ByteBuffer grown(ByteBuffer payload) {
    var header = new byte[4];
    payload.get(0, header);
    int type = Short.toUnsignedInt(payload.getShort(6));
    var inner = new byte[payload.remaining() - 8];
    payload.get(8, inner);
    BiConsumer<AttributeWriter, Integer> unknown =
        (out, other) -> out.u32(other, -1).nest(other + 1, nest -> nest.text(3, "x"));
    var out = new AttributeWriter().raw(header);
    unknown.accept(out, 100);
    out.nest(
        type,
        nest -> {
          unknown.accept(nest, 200);
          nest.raw(inner);
          unknown.accept(nest, 300);
        });
    unknown.accept(out, 400);
    return out.payload();
  }

  private static Optional<InetAddress> group(String address) {
    return Optional.of(InetAddress.ofLiteral(address));
  }

  private static List<RealServer> servers(Talk talk, Family family) throws NetlinkException {
    var servers = new ArrayList<RealServer>();
    for (var answer : talk.answers()) {
      var state = Messages.server(answer.payload(), family).orElseThrow();
      servers.add(state.server());
      assertThat(state).isEqualTo(new ServerState(state.server(), 0, 0, 0, Counters.ZERO));
    }
    return servers;
  }

  private static AttributeWriter message(Command command) {
    return IPVS.message(command.number());
  }

  /** As Weir sends it, numbered as in the capture. */
  private static String sent(AttributeWriter message, int flags, Talk talk) {
    var asked = Hex.bytes(talk.asked());
    return Hex.of(
        new NetlinkMessage(0x1c, flags, asked.getInt(8), asked.getInt(12), message.payload())
            .bytes());
  }

  private static Talk talk(String name) throws NetlinkException {
    var lines = lines();
    int start = lines.indexOf("## " + name) + 1;
    var answers = new ArrayList<NetlinkMessage>();
    for (int i = start + 1; i < lines.size() && lines.get(i).startsWith("< "); i++) {
      var octets = Hex.bytes(lines.get(i).substring(2)).order(ByteOrder.nativeOrder());
      answers.addAll(NetlinkMessage.split(octets));
    }
    var end = answers.removeLast();
    return new Talk(lines.get(start).substring(2), answers, end);
  }

  private static List<String> lines() {
    try (var in = KernelRepliesTest.class.getResourceAsStream("kernel-6.1.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
