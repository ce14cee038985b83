package io.weir.lvs.edge.enlist;

import static io.weir.lvs.edge.Offers.WEB;
import static io.weir.lvs.edge.Offers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Message;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Offers;
import io.weir.lvs.edge.enlist.Beat.Next;
import io.weir.lvs.edge.enlist.Beat.Told;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BeatTest {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final long SECOND = 1_000_000_000;
  private static final Load LOAD = new Load(1, 2);

  private static final Duty DUTY = duty(LEASE, offer(WEB, "192.0.2.11", 10));

  @Test
  void firstOfAllItRegisters() {
    assertThat(next(Optional.empty(), DUTY, 0)).isEqualTo(say(register(DUTY)));
  }

  @Test
  void itSpeaksThreeTimesInALease() {
    var told = Optional.of(new Told(DUTY, false, 0, LEASE));

    assertThat(next(told, DUTY, 0)).isEqualTo(new Next.Wait(SECOND));
    assertThat(next(told, DUTY, SECOND - 5)).isEqualTo(new Next.Wait(5));
    assertThat(next(told, DUTY, SECOND)).isEqualTo(say(new Message.Heartbeat(List.of(10), LOAD)));
    var hasty = Optional.of(new Told(DUTY, false, 0, Duration.ZERO));
    assertThat(next(hasty, DUTY, 0)).isEqualTo(new Next.Wait(SECOND / 10));
  }

  @Test
  void anotherWeightIsToldAtOnce() {
    var told = Optional.of(new Told(DUTY, false, 0, LEASE));

    assertThat(next(told, duty(LEASE, offer(WEB, "192.0.2.11", 20)), 1))
        .isEqualTo(say(new Message.Heartbeat(List.of(20), LOAD)));
  }

  @Test
  void anotherServerOrLeaseIsRegisteredAnew() {
    var told = Optional.of(new Told(DUTY, false, 0, LEASE));
    var other = duty(LEASE, offer(WEB, "192.0.2.12", 10));
    var longer = duty(Duration.ofSeconds(9), offer(WEB, "192.0.2.11", 10));

    assertThat(next(told, other, 1)).isEqualTo(say(register(other)));
    assertThat(next(told, longer, 1)).isEqualTo(say(register(longer)));
    assertThat(next(told, duty(LEASE), 1)).isEqualTo(say(register(duty(LEASE))));
  }

  @Test
  void itDrainsOnEachStreamAnew() {
    var drained = DUTY.drained();
    var deadline = Optional.of(Duration.ofSeconds(30));
    var drain = new Message.Drain(Duration.ofSeconds(30));

    var registered = Beat.told(Optional.empty(), register(drained), drained, LEASE, 0);
    assertThat(Beat.next(Optional.of(registered), drained, deadline, LOAD, 1))
        .isEqualTo(say(drain));
    var told = Beat.told(Optional.of(registered), drain, drained, LEASE, 1);
    assertThat(Beat.next(Optional.of(told), drained, deadline, LOAD, 1))
        .isEqualTo(new Next.Wait(SECOND));
    var beaten =
        Beat.told(
            Optional.of(told), new Message.Heartbeat(List.of(0), LOAD), drained, LEASE, SECOND);
    assertThat(beaten.isDraining()).isTrue();
    assertThat(Beat.next(Optional.empty(), drained, deadline, LOAD, 1))
        .isEqualTo(say(register(drained)));
    assertThat(register(drained).offers()).extracting(it -> it.server().weight()).containsOnly(0);
  }

  @Property
  void itComesBackSoonButNotTogetherWithOthers(
      @ForAll @IntRange(min = 1) int failures, @ForAll @DoubleRange(max = 1) double part) {
    assertThat(Beat.pauseMillis(failures, part)).isBetween(50L, 2000L);
    assertThat(Beat.pauseMillis(1, part)).isBetween(50L, 100L);
    assertThat(Beat.pauseMillis(failures, 1)).isEqualTo(2 * Beat.pauseMillis(failures, 0));
  }

  private static Next next(Optional<Told> told, Duty wanted, long now) {
    return Beat.next(told, wanted, Optional.empty(), LOAD, now);
  }

  private static Next say(Message message) {
    return new Next.Say(message);
  }

  private static Message.Register register(Duty duty) {
    return new Message.Register(duty.lease(), duty.offers());
  }

  private static Duty duty(Duration lease, Offer... offers) {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7946);
    return new Duty(at, Offers.key("one", "key"), lease, List.of(offers));
  }
}
