package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.edge.EdgeKey;
import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.edge.accept.AcceptRules;
import io.weir.lvs.edge.accept.Allowance;
import io.weir.lvs.edge.accept.Door;
import io.weir.lvs.edge.accept.DoorListener;
import io.weir.lvs.edge.accept.Notice;
import io.weir.lvs.edge.enlist.Duty;
import io.weir.lvs.edge.enlist.LinkListener;
import io.weir.lvs.edge.enlist.Links;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EdgeReportTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.11");
  private static final ServiceKey.Place WEB =
      new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.10"), 443);
  private static final ServiceKey.Place FOREIGN =
      new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.10"), 80);
  private static final EdgeKey KEY = new EdgeKey("edge-1", new byte[] {1});

  @Test
  void saysThatThereIsNothing() {
    assertThat(EdgeReport.text(Optional.empty(), List.of(), 0)).isEqualTo("no registrations\n");
  }

  @Test
  void tellsBothEndsForPeopleAndForPrograms() throws IOException {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var door = Door.open(at, new Quiet());
        var links = new Links(86_400_000, new Quiet(), () -> new Load(3, 4))) {
      door.settle(
          new AcceptRules(
              Map.of("edge-1", new Allowance(Set.of(ADDRESS), Set.of(WEB))), Set.of(WEB)),
          Map.of("edge-1", List.of(KEY)));
      var there = new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
      links.settle(
          List.of(
              new Duty(there, KEY, Duration.ofSeconds(3), List.of(offer(WEB), offer(FOREIGN)))));
      while (door.book().enrolments().values().stream().noneMatch(it -> !it.held().isEmpty())
          || !links.status().getFirst().isUp()) {
        LockSupport.parkNanos(1_000_000);
      }

      var text = EdgeReport.text(Optional.of(door), links.status(), System.nanoTime());
      var json = EdgeReport.json(Optional.of(door), links.status(), System.nanoTime());

      assertThat(text)
          .contains("edge edge-1: serving\n", "comes from  127.0.0.1\n")
          .contains("started     1970-01-02T00:00:00Z\n", " of 3.0 s left\n")
          .contains("serves      192.0.2.11:443 as a real server of TCP 192.0.2.10:443, weight 7\n")
          .contains("weight 7: refused, its address or service is not allowed to this edge\n")
          .contains("director 127.0.0.1:%d: registered\n".formatted(door.port()));
      assertThat(json)
          .contains("\"name\" : \"edge-1\"", "\"state\" : \"serving\"", "\"epoch\" : 86400000")
          .contains("\"verdict\" : \"not-allowed\"", "\"isRegistered\" : true");
    }
  }

  private static Offer offer(ServiceKey.Place of) {
    var key = new ServerKey(ADDRESS, of.port());
    return new Offer(of, new RealServer(key, new Forwarding.Direct(), 7));
  }

  /** Keeps nothing. */
  private record Quiet() implements DoorListener, LinkListener {
    @Override
    public CompletableFuture<?> changed() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void noticed(Notice notice) {}

    @Override
    public void refused(InetAddress from, Refusal why, long count) {}

    @Override
    public boolean isDirecting() {
      return true;
    }

    @Override
    public void enlisted(InetSocketAddress director) {}

    @Override
    public void refused(InetSocketAddress director, Offer offer, Verdict why) {}

    @Override
    public void lost(InetSocketAddress director, String why) {}
  }
}
