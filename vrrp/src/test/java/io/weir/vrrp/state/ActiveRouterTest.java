package io.weir.vrrp.state;

import static io.weir.vrrp.state.Elections.DOWN;
import static io.weir.vrrp.state.Elections.HIGHER;
import static io.weir.vrrp.state.Elections.HUNDRED;
import static io.weir.vrrp.state.Elections.LOWER;
import static io.weir.vrrp.state.Elections.NOW;
import static io.weir.vrrp.state.Elections.OWN;
import static io.weir.vrrp.state.Elections.OWNER;
import static io.weir.vrrp.state.Elections.SECOND;
import static io.weir.vrrp.state.Elections.UNABLE;
import static io.weir.vrrp.state.Elections.active;
import static io.weir.vrrp.state.Elections.backup;
import static io.weir.vrrp.state.Elections.received;
import static io.weir.vrrp.state.Elections.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.vrrp.packet.Version;
import io.weir.vrrp.state.Effect.Announce;
import io.weir.vrrp.state.Effect.Reassert;
import io.weir.vrrp.state.Effect.Release;
import io.weir.vrrp.state.Effect.SendAdvert;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * The table of RFC 9568 6.4.3, row by row, with what keepalived adds, and what fences a router off.
 */
class ActiveRouterTest {
  private final VirtualRouter router = new VirtualRouter(rules(Version.V3));

  @Test
  void theActiveRouterSendsAtEachInterval() {
    var early = router.step(active(), new Event.Ticked(), HUNDRED, NOW + SECOND - 1);
    var due = router.step(active(), new Event.Ticked(), HUNDRED, NOW + SECOND + 7);

    assertThat(early.effects()).isEmpty();
    assertThat(due.effects()).containsExactly(new SendAdvert(100));
    // The cadence is kept: being late once does not make all later adverts late.
    assertThat(((State.Active) due.next()).advertAtNanos()).isEqualTo(NOW + 2 * SECOND);
  }

  @Test
  void theActiveRouterAnswersAReleaseAtOnce() {
    var transition = router.step(active(), received(0, LOWER), HUNDRED, NOW + 5);

    assertThat(transition.effects()).containsExactly(new SendAdvert(100));
    assertThat(((State.Active) transition.next()).advertAtNanos()).isEqualTo(NOW + 5 + SECOND);
  }

  @Test
  void theActiveRouterYieldsToAHigherPriority() {
    var transition = router.step(active(), received(101, LOWER), HUNDRED, NOW + 5);

    assertThat(transition.next().role()).isEqualTo(Role.BACKUP);
    assertThat(transition.next().deadlineNanos()).hasValue(NOW + 5 + DOWN);
    assertThat(transition.effects()).containsExactly(new Release());
    assertThat(transition.cause()).contains(Cause.HIGHER_PRIORITY);
  }

  @Test
  void ofEqualPrioritiesTheHigherAddressWinsAsUnsignedOctets() {
    assertThat(router.step(active(), received(100, HIGHER), HUNDRED, NOW).cause())
        .contains(Cause.HIGHER_ADDRESS);
    assertThat(router.step(active(), received(100, LOWER), HUNDRED, NOW).next().role())
        .isEqualTo(Role.ACTIVE);
  }

  @Test
  void ofTwoOwnersTheLowerAddressYields() {
    assertThat(router.step(active(), received(255, HIGHER), OWNER, NOW).next().role())
        .isEqualTo(Role.BACKUP);
    assertThat(router.step(active(), received(255, LOWER), OWNER, NOW).next().role())
        .isEqualTo(Role.ACTIVE);
  }

  @Test
  void aLowerActiveRouterIsAnsweredAtOnceAndTheNetworkTold() {
    var transition = router.step(active(), received(99, HIGHER), HUNDRED, NOW + 2 * SECOND);

    assertThat(transition.effects())
        .containsExactly(new SendAdvert(100), new Announce(), new Reassert());
  }

  @Test
  void theNetworkIsNotToldMoreOftenThanOnceASecond() {
    var first = router.step(active(), received(99, HIGHER), HUNDRED, NOW + 2 * SECOND).next();
    var second = router.step(first, received(99, HIGHER), HUNDRED, NOW + 2 * SECOND + 9);

    assertThat(second.effects()).containsExactly(new SendAdvert(100));
  }

  @Test
  void anOwnAdvertThatComesBackIsNoContest() {
    var transition = router.step(active(), received(100, OWN), HUNDRED, NOW);

    assertThat(transition.next()).isEqualTo(active());
    assertThat(transition.effects()).isEmpty();
  }

  @Test
  void theActiveRouterLeavesInOrder() {
    var transition = router.step(active(), new Event.Stopped(), HUNDRED, NOW);

    assertThat(transition.next()).isEqualTo(new State.Init());
    assertThat(transition.effects()).containsExactly(new SendAdvert(0), new Release());
  }

  @Test
  void theActiveRouterGivesUpWhenItCannotTakePart() {
    var transition = router.step(active(), new Event.StandingChanged(HUNDRED), UNABLE, NOW);

    assertThat(transition.next()).isEqualTo(new State.Fault());
    assertThat(transition.effects()).containsExactly(new SendAdvert(0), new Release());
  }

  @Test
  void aBackupThatCannotTakePartIsInFaultUntilItCan() {
    var fault = router.step(backup(), new Event.StandingChanged(HUNDRED), UNABLE, NOW);
    var back = router.step(fault.next(), new Event.StandingChanged(UNABLE), HUNDRED, NOW);

    assertThat(fault.next()).isEqualTo(new State.Fault());
    assertThat(back.next()).isEqualTo(backup());
    assertThat(back.cause()).contains(Cause.RECOVERED);
  }

  @Test
  void anotherPriorityIsToldAtOnce() {
    var ninety = new Standing(90, OWN, true);

    var transition = router.step(active(), new Event.StandingChanged(HUNDRED), ninety, NOW);

    assertThat(transition.effects()).containsExactly(new SendAdvert(90));
    assertThat(transition.next().role()).isEqualTo(Role.ACTIVE);
  }

  @Test
  void whoIsLateDropsTheAddressesBeforeAnythingElse() {
    var active = active();
    long late = NOW + 3 * SECOND + 1;
    var events =
        List.of(
            new Event.Ticked(),
            received(50, LOWER),
            received(0, LOWER),
            new Event.StandingChanged(HUNDRED));

    assertThat(events)
        .allSatisfy(event -> {
          var transition = router.step(active, event, HUNDRED, late);
          assertThat(transition.effects()).containsExactly(new Release());
          assertThat(transition.next().deadlineNanos()).hasValue(late + DOWN);
          assertThat(transition.cause()).contains(Cause.LATE);
        });
    assertThat(router.step(active, new Event.Ticked(), HUNDRED, late - 1).effects())
        .containsExactly(new SendAdvert(100));
  }

  @Test
  void whoCannotSendClaimsNothing() {
    var due = router.step(backup(), new Event.Ticked(), HUNDRED, NOW + DOWN);
    var failed = router.step(due.next(), new Event.SendFailed(), HUNDRED, NOW + DOWN);
    var sent = router.step(due.next(), new Event.Sent(), HUNDRED, NOW + DOWN);

    assertThat(failed.next().role()).isEqualTo(Role.BACKUP);
    assertThat(failed.cause()).contains(Cause.UNSENT);
    assertThat(((State.Active) sent.next()).sentAtNanos()).isEqualTo(NOW + DOWN);
  }

  @Test
  void oneAdvertThatCannotBeSentIsNoReasonToYield() {
    assertThat(router.step(active(), new Event.SendFailed(), HUNDRED, NOW + SECOND).next())
        .isEqualTo(active());
  }

  @Test
  void aGroupMovesTogether() {
    var up = router.step(backup(), new Event.GroupMoved(Role.ACTIVE), HUNDRED, NOW);
    var down = router.step(active(), new Event.GroupMoved(Role.BACKUP), HUNDRED, NOW);

    assertThat(up.next().role()).isEqualTo(Role.ACTIVE);
    assertThat(down.next()).isEqualTo(backup());
    assertThat(down.effects()).containsExactly(new Release());
    assertThat(SyncGroup.follow(Role.BACKUP, Role.ACTIVE))
        .contains(new Event.GroupMoved(Role.ACTIVE));
    assertThat(SyncGroup.follow(Role.ACTIVE, Role.BACKUP))
        .contains(new Event.GroupMoved(Role.BACKUP));
    assertThat(SyncGroup.follow(Role.INIT, Role.BACKUP)).isEmpty();
    assertThat(SyncGroup.follow(Role.ACTIVE, Role.FAULT)).isEmpty();
  }

  @Test
  void addressesAreAnnouncedAgainAndThenRegularly() {
    var telling =
        new VirtualRouter(
            new RouterRules(
                Version.V3,
                100,
                true,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60)));
    var begun =
        new State.Active(
            NOW + 9 * SECOND, NOW + 4 * SECOND, OptionalLong.of(NOW + 5 * SECOND), NOW);

    var told = telling.step(begun, new Event.Ticked(), HUNDRED, NOW + 5 * SECOND);

    assertThat(begun.deadlineNanos()).hasValue(NOW + 5 * SECOND);
    assertThat(told.effects()).containsExactly(new Announce());
    assertThat(((State.Active) told.next()).announceAtNanos()).hasValue(NOW + 65 * SECOND);
  }
}
