package io.weir.lvs.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.address.ServerAdvice.Machine;
import io.weir.lvs.address.ServerAdvice.Served;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerAdviceTest {
  private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
  private static final InetAddress VIP6 = InetAddress.ofLiteral("2001:db8::10");
  private static final Set<InetAddress> NONE = Set.of();

  @Test
  void saysWhereAnAddressIsMissingAndWhatToRun() {
    var machine = new Machine(Map.of("lo", NONE, "eth0", NONE), quiet());

    assertThat(ServerAdvice.on(new Served(VIP, false, false), machine))
        .containsExactly(
            "packets for 192.0.2.10 are not taken in: no interface has the address; run: ip addr"
                + " add 192.0.2.10/32 dev lo, or write in register: vip on lo");
    assertThat(ServerAdvice.on(new Served(VIP6, true, false), machine))
        .singleElement()
        .asString()
        .contains("ip addr add 2001:db8::10/128 dev lo");
  }

  @Test
  void saysThatAnotherInterfaceTellsTheNeighbours() {
    var machine = new Machine(Map.of("lo", NONE, "eth0", Set.of(VIP)), quiet());

    assertThat(ServerAdvice.on(new Served(VIP, false, false), machine))
        .singleElement()
        .asString()
        .contains("eth0 has the address");
    assertThat(ServerAdvice.on(new Served(VIP, true, false), machine)).isEmpty();
  }

  @Test
  void saysWhatArpIsSetToAndWhatIsExpected() {
    var loud =
        new MemorySysctls(
            Map.of(
                QuietArp.IGNORE,
                "0",
                QuietArp.ANNOUNCE,
                "0",
                "net.ipv4.conf.eth0.arp_ignore",
                "0",
                "net.ipv4.conf.eth0.arp_announce",
                "2"));
    var machine = new Machine(Map.of("lo", Set.of(VIP), "eth0", NONE), loud);

    assertThat(ServerAdvice.on(new Served(VIP, false, false), machine))
        .containsExactly(
            "packets for 192.0.2.10 may miss the director: this machine speaks of the address in"
                + " ARP: net.ipv4.conf.all.arp_ignore is 0; expected 1; run: sysctl -w"
                + " net.ipv4.conf.all.arp_ignore=1, or write in register: vip on lo quiet");
  }

  @Test
  void asksNothingOfArpForIpv6OrWhereTheDirectorIs() {
    var loud = new MemorySysctls(Map.of(QuietArp.IGNORE, "0", QuietArp.ANNOUNCE, "0"));
    var machine = new Machine(Map.of("lo", Set.of(VIP, VIP6), "eth0", NONE), loud);

    assertThat(ServerAdvice.on(new Served(VIP6, false, true), machine)).isEmpty();
    assertThat(ServerAdvice.on(new Served(VIP, true, false), machine)).isEmpty();
  }

  @Test
  void saysWhatDropsThePacketsOfATunnel() {
    var strict = quiet();
    strict.values.put("net.ipv4.conf.all.rp_filter", "1");
    strict.values.put("net.ipv4.conf.tunl0.rp_filter", "0");
    var machine = new Machine(Map.of("lo", Set.of(VIP)), strict);

    assertThat(ServerAdvice.on(new Served(VIP, false, true), machine))
        .singleElement()
        .asString()
        .contains("net.ipv4.conf.all.rp_filter is 1");
    assertThat(ServerAdvice.on(new Served(VIP, false, false), machine)).isEmpty();
    strict.values.put("net.ipv4.conf.tunl0.rp_filter", "2");
    assertThat(ServerAdvice.on(new Served(VIP, false, true), machine)).isEmpty();
  }

  private static MemorySysctls quiet() {
    return new MemorySysctls(Map.of(QuietArp.IGNORE, "1", QuietArp.ANNOUNCE, "2"));
  }
}
