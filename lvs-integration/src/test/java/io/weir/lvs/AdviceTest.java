package io.weir.lvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Persistence;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdviceTest {
  @Test
  void namesEachSettingThatSpoilsTheTable() {
    var table = table("192.0.2.10", new Forwarding.Masquerade(), true, Tenure.OWNED);

    assertThat(Advice.on(table, _ -> Optional.of("0")))
        .hasSize(3)
        .anyMatch(it -> it.contains("net.ipv4.ip_forward is 0"))
        .anyMatch(it -> it.contains("expire_nodest_conn is 0"))
        .anyMatch(it -> it.contains("expire_quiescent_template is 0"));
  }

  @Test
  void asksForTheForwardingOfTheFamilyThatIsForwarded() {
    var table = table("2001:db8::1", new Forwarding.Masquerade(), false, Tenure.OWNED);

    assertThat(Advice.on(table, name -> Optional.of(name.contains("vs") ? "1" : "0")))
        .singleElement()
        .asString()
        .contains("net.ipv6.conf.all.forwarding is 0");
  }

  @Test
  void saysNothingOfWhatIsWellOrUnknownOrNotWeirsOwn() {
    var owned = table("192.0.2.10", new Forwarding.Masquerade(), true, Tenure.OWNED);
    var shared = table("192.0.2.10", new Forwarding.Masquerade(), true, Tenure.SHARED);
    var direct = table("192.0.2.10", new Forwarding.Direct(), false, Tenure.OWNED);

    assertThat(Advice.on(owned, _ -> Optional.of("1"))).isEmpty();
    assertThat(Advice.on(owned, _ -> Optional.empty())).isEmpty();
    assertThat(Advice.on(shared, _ -> Optional.of("0"))).isEmpty();
    assertThat(Advice.on(direct, _ -> Optional.of("0"))).hasSize(1);
  }

  private static DesiredTable table(
      String address, Forwarding forwarding, boolean isPersistent, Tenure tenure) {
    var key = new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral(address), 80);
    var persistence =
        isPersistent
            ? Optional.of(new Persistence(Duration.ofSeconds(5), 32))
            : Optional.<Persistence>empty();
    var service = new VirtualService(key, "rr", Set.of(), persistence, Optional.empty());
    var server =
        new RealServer(new ServerKey(InetAddress.ofLiteral("10.0.0.1"), 80), forwarding, 1);
    return new DesiredTable(List.of(new DesiredService(service, List.of(server), tenure)));
  }
}
