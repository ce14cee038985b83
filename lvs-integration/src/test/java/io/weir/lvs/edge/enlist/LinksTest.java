package io.weir.lvs.edge.enlist;

import static io.weir.lvs.edge.Offers.WEB;
import static io.weir.lvs.edge.Offers.key;
import static io.weir.lvs.edge.Offers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.edge.EdgeKey;
import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.edge.accept.AcceptRules;
import io.weir.lvs.edge.accept.Allowance;
import io.weir.lvs.edge.accept.Door;
import io.weir.lvs.edge.accept.Listening;
import io.weir.lvs.edge.accept.Standing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends together. */
@Timeout(60)
class LinksTest {
  private static final EdgeKey ONE = key("one", "key of one");
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final AcceptRules RULES =
      new AcceptRules(
          Map.of("one", new Allowance(Set.of(InetAddress.ofLiteral("192.0.2.11")), Set.of())),
          Set.of(WEB));

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> noticed = new LinkedBlockingQueue<>();
  private final BlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void eachDirectorIsToldWhatTheEdgeServesAndWhenItDrainsAndLeaves() throws Exception {
    var active = door(0);
    var backup = door(0);
    var links = links(5);

    links.settle(duties(100, active, backup));
    await(() -> weight(active) == 100 && weight(backup) == 100);
    links.settle(duties(40, active, backup));
    await(() -> weight(active) == 40 && weight(backup) == 40);

    links.drain(Duration.ofSeconds(30), PATIENCE).get(10, TimeUnit.SECONDS);
    assertThat(weight(active)).isZero();
    assertThat(weight(backup)).isZero();
    assertThat(active.book().enrolments().get("one").standing()).isEqualTo(Standing.DRAINING);

    links.close();
    assertThat(active.book().members()).isEmpty();
    assertThat(backup.book().members()).isEmpty();
    assertThat(noticed).filteredOn(it -> it.equals("one has left")).hasSize(2);
  }

  @Test
  void aDirectorThatIsStartedAnewIsToldTheSameWeight() throws Exception {
    var first = door(0);
    var links = links(5);
    links.settle(duties(70, first));
    await(() -> weight(first) == 70);
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("enlisted");

    first.close();
    assertThat(told.poll(10, TimeUnit.SECONDS)).startsWith("lost ");
    var second = door(first.port());

    await(() -> weight(second) == 70);
    await(() -> links.status().getFirst().isUp());
    assertThat(links.status().getFirst().trouble()).isEmpty();
    assertThat(links.status().getFirst().isDirecting()).isTrue();
  }

  @Test
  void aDirectorWithAnotherKeyOrNoneIsToldOfOnceAndTriedAgain() throws Exception {
    var door = door(0);
    door.settle(RULES, Map.of("one", List.of(key("one", "another"))));
    var links = links(5);

    links.settle(duties(70, door));

    assertThat(told.poll(10, TimeUnit.SECONDS)).contains("has another key for it");
    await(() -> door.refusals().getOrDefault(Refusal.WRONG_KEY, 0L) >= 3);
    assertThat(told).isEmpty();
    assertThat(links.status().getFirst().isUp()).isFalse();
    door.settle(RULES, Map.of("one", List.of(key("one", "another"), ONE)));
    await(() -> weight(door) == 70);
  }

  @Test
  void whatADirectorDoesNotTakeIsTold() throws Exception {
    var door = door(0);
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
    var links = links(5);

    links.settle(List.of(new Duty(at, ONE, LEASE, List.of(offer(WEB, "192.0.2.99", 1)))));

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("enlisted");
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("refused NOT_ALLOWED");
    assertThat(links.status().getFirst().verdicts()).containsExactly(Verdict.NOT_ALLOWED);
  }

  @Test
  void whatADirectorDoesNotTakeAnyMoreIsToldToo() throws Exception {
    var door = door(0);
    var offer = offer(WEB, "192.0.2.11", 1);
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
    links(5).settle(List.of(new Duty(at, ONE, Duration.ofMillis(600), List.of(offer))));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("enlisted");

    door.settle(
        new AcceptRules(
            RULES.allowed(), RULES.services(), Map.of(WEB, Set.of(offer.server().key()))),
        Map.of("one", List.of(ONE)));

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("refused NAMED");
    assertThat(door.book().members()).isEmpty();
  }

  @Test
  void theProcessThatStartedLastIsTheEdge() throws Exception {
    var door = door(0);
    var old = links(5);
    old.settle(duties(10, door));
    await(() -> weight(door) == 10);

    links(6).settle(duties(20, door));

    await(() -> weight(door) == 20);
    await(() -> door.refusals().getOrDefault(Refusal.OLD_BOOT, 0L) >= 2);
    assertThat(weight(door)).isEqualTo(20);
    await(() ->
        old.status().getFirst().trouble().filter(Refusal.OLD_BOOT.text()::equals).isPresent());
  }

  @Test
  void aDirectorThatIsNotThereKeepsNobodyWaiting() throws Exception {
    int port;
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var links = links(5);
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    links.settle(List.of(new Duty(at, ONE, LEASE, List.of(offer(WEB, "192.0.2.11", 1)))));
    assertThat(told.poll(10, TimeUnit.SECONDS)).contains("refused");

    links.drain(Duration.ofSeconds(30), PATIENCE).get(2, TimeUnit.SECONDS);
    long start = System.nanoTime();
    links.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  private Door door(int port) throws IOException {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var door = Door.open(at, new Listening(noticed, refused, new AtomicInteger()));
    opened.add(door);
    door.settle(RULES, Map.of("one", List.of(ONE)));
    return door;
  }

  private Links links(long epoch) {
    var links = new Links(epoch, new Told(told), () -> new Load(1, 2));
    opened.add(links);
    return links;
  }

  private static List<Duty> duties(int weight, Door... doors) {
    var duties = new ArrayList<Duty>();
    for (var door : doors) {
      var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port());
      duties.add(new Duty(at, ONE, LEASE, List.of(offer(WEB, "192.0.2.11", weight))));
    }
    return duties;
  }

  private static int weight(Door door) {
    return door.book().members().stream()
        .mapToInt(member -> member.offer().server().weight())
        .sum();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("past the time to wait").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Keeps what is told. */
  private record Told(BlockingQueue<String> all) implements LinkListener {
    @Override
    public void enlisted(InetSocketAddress director) {
      all.add("enlisted");
    }

    @Override
    public void refused(InetSocketAddress director, Offer offer, Verdict why) {
      all.add("refused " + why);
    }

    @Override
    public void lost(InetSocketAddress director, String why) {
      all.add("lost " + why);
    }
  }
}
