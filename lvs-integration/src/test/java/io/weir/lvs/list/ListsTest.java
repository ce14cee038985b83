package io.weir.lvs.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import io.weir.lvs.table.VirtualService.Persistence;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListsTest {
  private static final String PROC =
      """
      IP Virtual Server version 1.2.1 (size=4096)
      Prot LocalAddress:Port Scheduler Flags
        -> RemoteAddress:Port Forward Weight ActiveConn InActConn
      TCP  C0000264:0050 wrr \s
        -> C000020B:0050      Route   0      3          12        \s
        -> 0A000001:1F90      Masq    7      0          0         \s
      UDP  [2001:0db8:0000:0000:0000:0000:0000:0001]:0035 rr ops persistent 75000 80000000
        -> [2001:0db8:0000:0000:0000:0000:0000:0002]:0035      Tunnel  1      0          0        \s
      FWM  00000007 rr persistent 75000 FFFFFFFF
      """;

  @Test
  void readsWhatTheKernelShowsToEverybody() {
    var listed = ProcTable.parse(PROC.lines().toList());

    assertThat(listed).hasSize(3);
    var web = listed.getFirst();
    assertThat(web.service()).isEqualTo(new VirtualService(web("192.0.2.100", 80), "wrr"));
    assertThat(web.isPersistent()).isFalse();
    assertThat(web.servers())
        .extracting(it -> it.server().key().toString() + " " + it.active())
        .containsExactly("192.0.2.11:80 3", "10.0.0.1:8080 0");
    assertThat(web.servers().getLast().server().forwarding())
        .isEqualTo(new Forwarding.Masquerade());
    assertThat(listed.get(1).service().flags()).containsExactly(Flag.ONE_PACKET);
    assertThat(listed.get(1).isPersistent()).isTrue();
    assertThat(listed.get(2).service().key()).isEqualTo(new ServiceKey.Mark(Family.IPV4, 7));
    assertThat(listed.get(2).servers()).isEmpty();
  }

  @Test
  void readsWhatIpvsadmSaves() {
    var result =
        SavedTable.parse(
            """
            # saved
            -A -t 192.0.2.100:80 -s mh -p 60 -M 255.255.255.0 -b mh-fallback,mh-port

            -a -t 192.0.2.100:80 -r 192.0.2.11:80 -g -w 5 -x 100 -y 80
            -a -t 192.0.2.100:80 -r 10.0.0.3:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum
            -A -u [2001:db8::1]:53 -s rr -o
            -a -u [2001:db8::1]:53 -r [2001:db8::2]:53 -m -w 0
            -A -f 7 -6 -s wlc -p
            """
                .lines()
                .toList());

    assertThat(result.mistakes()).isEmpty();
    assertThat(result.services().getFirst())
        .isEqualTo(
            new SavedTable.Saved(
                new VirtualService(
                    web("192.0.2.100", 80),
                    "mh",
                    Set.of(Flag.SCHEDULER_1, Flag.SCHEDULER_2),
                    Optional.of(new Persistence(Duration.ofMinutes(1), 24)),
                    Optional.empty()),
                List.of(
                    new RealServer(key("192.0.2.11", 80), new Forwarding.Direct(), 5, 100, 80),
                    new RealServer(
                        key("10.0.0.3", 80),
                        new Forwarding.Tunnel(
                            new Forwarding.Wrap.Gue(6080, Forwarding.Checksum.FULL)),
                        1))));
    assertThat(result.services().get(1).servers().getFirst().weight()).isZero();
    assertThat(result.services().get(2).service().persistence())
        .contains(new Persistence(Duration.ofMinutes(5), 128));
  }

  @Test
  void tellsOfEachRuleThatItCannotRead() {
    var result =
        SavedTable.parse(
            List.of(
                "-A -t localhost:http -s rr",
                "-D -t 192.0.2.1:80",
                "-A -t 192.0.2.1:80 --what",
                "-a -t 192.0.2.1:80 -r 10.0.0.1:80",
                "-A -s rr",
                "-A -t 192.0.2.1:80 -w x"));

    assertThat(result.services()).isEmpty();
    assertThat(result.mistakes())
        .containsExactly(
            "line 1: found 'localhost:http'; expected an address and a port, as 'ipvsadm -S -n'"
                + " writes",
            "line 2: found '-D'; expected -A or -a",
            "line 3: unknown option '--what'",
            "line 4: a server of TCP 192.0.2.1:80, which was not added",
            "line 5: no service; expected -t, -u or -f",
            "line 6: expected a weight");
  }

  @FuzzTest
  void readsAnyText(byte[] octets) {
    var lines = new String(octets, StandardCharsets.UTF_8).lines().toList();

    assertThat(ProcTable.parse(lines)).isNotNull();
    assertThat(SavedTable.parse(lines)).isNotNull();
  }

  private static ServiceKey web(String address, int port) {
    return new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral(address), port);
  }

  private static ServerKey key(String address, int port) {
    return new ServerKey(InetAddress.ofLiteral(address), port);
  }
}
