package io.weir.vrrp.state;

import static io.weir.vrrp.packet.Addresses.ip;
import static io.weir.vrrp.state.Elections.DOWN;
import static io.weir.vrrp.state.Elections.HIGHER;
import static io.weir.vrrp.state.Elections.HUNDRED;
import static io.weir.vrrp.state.Elections.LOWER;
import static io.weir.vrrp.state.Elections.NOW;
import static io.weir.vrrp.state.Elections.OWNER;
import static io.weir.vrrp.state.Elections.SECOND;
import static io.weir.vrrp.state.Elections.SKEW;
import static io.weir.vrrp.state.Elections.UNABLE;
import static io.weir.vrrp.state.Elections.backup;
import static io.weir.vrrp.state.Elections.received;
import static io.weir.vrrp.state.Elections.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.Version;
import io.weir.vrrp.state.Effect.Announce;
import io.weir.vrrp.state.Effect.Claim;
import io.weir.vrrp.state.Effect.SendAdvert;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The table of RFC 9568 6.4.1 and 6.4.2, row by row, with what keepalived adds. */
class VirtualRouterTest {
  private final VirtualRouter router = new VirtualRouter(rules(Version.V3));

  @Test
  void timersAreThoseOfTheRfc() {
    var rules = rules(Version.V3);

    assertThat(rules.downNanos(100, 100)).isEqualTo(DOWN);
    assertThat(rules.skewNanos(100, 100)).isEqualTo(SKEW);
    assertThat(rules.downNanos(100, 10)).isEqualTo(360_937_500L);
    assertThat(rules.downNanos(100, 1)).isEqualTo(36_093_750L);
    assertThat(rules.skewNanos(254, 100)).isEqualTo(7_812_500L);
  }

  @Test
  void version2SkewsByASecondWhateverTheInterval() {
    assertThat(rules(Version.V2).downNanos(100, 500)).isEqualTo(15 * SECOND + SKEW);
  }

  @Test
  void theOwnerBeginsActive() {
    var transition = router.step(new State.Init(), new Event.Started(), OWNER, NOW);

    assertThat(transition.next().role()).isEqualTo(Role.ACTIVE);
    assertThat(transition.effects())
        .containsExactly(new SendAdvert(255), new Claim(), new Announce());
    assertThat(transition.cause()).contains(Cause.OWNER);
  }

  @Test
  void anyOtherBeginsBackupAndWaitsForTheWholeDownTime() {
    var transition = router.step(new State.Init(), new Event.Started(), HUNDRED, NOW);

    assertThat(transition.next())
        .isEqualTo(new State.Backup(NOW + DOWN, 100, OptionalLong.empty(), Optional.empty()));
    assertThat(transition.effects()).isEmpty();
  }

  @Test
  void beginsInFaultIfItCannotTakePart() {
    assertThat(router.step(new State.Init(), new Event.Started(), UNABLE, NOW).next())
        .isEqualTo(new State.Fault());
  }

  @Test
  void aStartupDelayHoldsTheTimerAndPreemption() {
    var delayed =
        new VirtualRouter(
            new RouterRules(
                Version.V3,
                100,
                true,
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ZERO));

    var begun = delayed.step(new State.Init(), new Event.Started(), HUNDRED, NOW).next();
    var heard = delayed.step(begun, received(50, LOWER), HUNDRED, NOW + SECOND).next();
    var later = delayed.step(heard, received(50, LOWER), HUNDRED, NOW + 11 * SECOND).next();

    assertThat(begun.deadlineNanos()).hasValue(NOW + 10 * SECOND + DOWN);
    assertThat(heard.deadlineNanos()).hasValue(NOW + SECOND + DOWN);
    assertThat(later).isEqualTo(heard);
  }

  @Test
  void takesOverWhenTheDownTimeIsOver() {
    var early = router.step(backup(), new Event.Ticked(), HUNDRED, NOW + DOWN - 1);
    var due = router.step(backup(), new Event.Ticked(), HUNDRED, NOW + DOWN);

    assertThat(early.next()).isEqualTo(backup());
    assertThat(due.next().role()).isEqualTo(Role.ACTIVE);
    assertThat(due.effects()).containsExactly(new SendAdvert(100), new Claim(), new Announce());
    assertThat(due.cause()).contains(Cause.SILENCE);
  }

  @Test
  void aReleaseShortensTheWaitToTheSkew() {
    var transition = router.step(backup(), received(0, HIGHER), HUNDRED, NOW + SECOND);
    var over = router.step(transition.next(), new Event.Ticked(), HUNDRED, NOW + SECOND + SKEW);

    assertThat(transition.next().deadlineNanos()).hasValue(NOW + SECOND + SKEW);
    assertThat(transition.next().role()).isEqualTo(Role.BACKUP);
    assertThat(over.cause()).contains(Cause.RELEASED);
  }

  @Test
  void anEqualOrHigherAdvertRestartsTheDownTime() {
    for (int priority : new int[] {100, 101, 255}) {
      var next = router.step(backup(), received(priority, LOWER), HUNDRED, NOW + SECOND).next();

      assertThat(next)
          .isEqualTo(
              new State.Backup(
                  NOW + SECOND + DOWN,
                  100,
                  OptionalLong.empty(),
                  Optional.of(new State.Leader(LOWER, priority))));
    }
  }

  @Test
  void adoptsTheIntervalOfTheActiveRouter() {
    var fast = new Advert(Version.V3, 51, 200, 10, List.of(ip("192.0.2.1")), AuthField.NONE);

    var next = router.step(backup(), new Event.Received(fast, HIGHER), HUNDRED, NOW).next();

    assertThat(next.deadlineNanos()).hasValue(NOW + 360_937_500L);
    assertThat(((State.Backup) next).activeIntervalCentis()).isEqualTo(10);
  }

  @Test
  void version2AdoptsNoInterval() {
    var v2 = new VirtualRouter(rules(Version.V2));
    var other = new Advert(Version.V2, 51, 200, 300, List.of(ip("192.0.2.1")), AuthField.NONE);

    var next = v2.step(backup(), new Event.Received(other, HIGHER), HUNDRED, NOW).next();

    assertThat(next.deadlineNanos()).hasValue(NOW + DOWN);
  }

  @Test
  void aLowerAdvertDoesNotStopATakeover() {
    assertThat(router.step(backup(), received(99, HIGHER), HUNDRED, NOW + SECOND).next())
        .isEqualTo(backup());
  }

  @Test
  void withoutPreemptionALowerAdvertCountsLikeAnyOther() {
    var calm = new VirtualRouter(rules(false, Duration.ZERO));

    var next = calm.step(backup(), received(99, HIGHER), HUNDRED, NOW + SECOND).next();

    assertThat(next.deadlineNanos()).hasValue(NOW + SECOND + DOWN);
  }

  @Test
  void theOwnerPreemptsInAnyCase() {
    var calm = new VirtualRouter(rules(false, Duration.ZERO));

    assertThat(calm.step(backup(), received(254, HIGHER), OWNER, NOW).next()).isEqualTo(backup());
  }

  @Test
  void preemptionCanBeDelayedFromTheFirstLowerAdvert() {
    var patient = new VirtualRouter(rules(true, Duration.ofSeconds(5)));

    var first = patient.step(backup(), received(50, LOWER), HUNDRED, NOW).next();
    var second = patient.step(first, received(50, LOWER), HUNDRED, NOW + 4 * SECOND).next();
    var third = patient.step(second, received(50, LOWER), HUNDRED, NOW + 5 * SECOND).next();

    assertThat(second.deadlineNanos()).hasValue(NOW + 4 * SECOND + DOWN);
    assertThat(third).isEqualTo(second);
  }

  @Test
  void aHigherAdvertEndsTheDelayOfPreemption() {
    var patient = new VirtualRouter(rules(true, Duration.ofSeconds(5)));

    var first = patient.step(backup(), received(50, LOWER), HUNDRED, NOW).next();
    var heard = patient.step(first, received(200, HIGHER), HUNDRED, NOW + SECOND).next();

    assertThat(((State.Backup) heard).preemptAtNanos()).isEmpty();
  }

  @Test
  void aBackupThatStopsSaysNothing() {
    var transition = router.step(backup(), new Event.Stopped(), HUNDRED, NOW);

    assertThat(transition.next()).isEqualTo(new State.Init());
    assertThat(transition.effects()).isEmpty();
  }

  @Test
  void aBackupTakesOverWhenItsLeadersProcessDies() {
    var heard = router.step(backup(), received(200, HIGHER), HUNDRED, NOW).next();

    assertThat(router.step(heard, new Event.LeaderDied(LOWER), HUNDRED, NOW).next())
        .isEqualTo(heard);
    assertThat(router.step(heard, new Event.LeaderDied(HIGHER), HUNDRED, NOW).cause())
        .contains(Cause.LEADER_DIED);
  }
}
