package io.weir.vrrp.run;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.vrrp.packet.AddressClaim;
import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.ChecksumForm;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.Version;
import io.weir.vrrp.state.Event;
import io.weir.vrrp.state.Role;
import io.weir.vrrp.state.RouterRules;
import io.weir.vrrp.state.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Somebody else has an address of an Active router, as ARP says. */
class ConflictTest {
  private static final long MILLI = 1_000_000;
  private static final AddressClaim OTHER =
      new AddressClaim(new byte[] {2, 0, 0, 0, 0, 9}, ip("192.0.2.1"));

  private final FakeEstate estate = new FakeEstate();
  private final RunningRouter router = router();
  private long now = Long.MAX_VALUE - 500 * MILLI;

  @Test
  void theNetworkIsToldAgainWhenTheRoleHasOutlastedIt() {
    start();
    int before = estate.announcements;

    router.hearConflict(OTHER, now);
    pass(900);
    assertThat(estate.announcements).isEqualTo(before);
    pass(200);

    assertThat(estate.announcements).isEqualTo(before + 1);
    assertThat(conflicts()).isEqualTo(1);
    assertThat(estate.notices).contains(new Notice.Conflict(router.config().id(), OTHER));
  }

  @Test
  void whoTookOverMeanwhileIsNotContradicted() {
    start();
    router.hearConflict(OTHER, now);
    pass(10);
    var higher = new Advert(Version.V3, 51, 250, 10, List.of(ip("192.0.2.1")), AuthField.NONE);
    router.handle(new Event.Received(higher, ip("192.0.2.9")), now);
    int before = estate.announcements;

    for (int i = 0; i < 20; i++) {
      pass(100);
      router.handle(new Event.Received(higher, ip("192.0.2.9")), now);
    }

    assertThat(router.role()).isEqualTo(Role.BACKUP);
    assertThat(estate.announcements).isEqualTo(before);
    assertThat(conflicts()).isZero();
  }

  @Test
  void isCountedOnceASecondAndToldOnceAMinute() {
    start();

    for (int i = 0; i < 100; i++) {
      router.hearConflict(OTHER, now);
      pass(100);
    }

    assertThat(conflicts()).isBetween(8L, 10L);
    assertThat(estate.notices.stream().filter(Notice.Conflict.class::isInstance)).hasSize(1);
  }

  @Test
  void aBackupDoesNotCare() {
    router.begin(new Standing(100, ip("192.0.2.2"), true), now);
    router.hearConflict(OTHER, now);
    start();
    pass(2000);

    assertThat(conflicts()).isZero();
  }

  private long conflicts() {
    return router.status(Optional.empty(), List.of()).counters().conflicts();
  }

  private void start() {
    if (router.role() == Role.INIT) {
      router.begin(new Standing(100, ip("192.0.2.2"), true), now);
    }
    pass(400);
    assertThat(router.role()).isEqualTo(Role.ACTIVE);
  }

  private void pass(int millis) {
    for (int i = 0; i < millis; i += 10) {
      now += 10 * MILLI;
      router.tick(now);
    }
  }

  private RunningRouter router() {
    var rules =
        new RouterRules(
            Version.V3, 10, true, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    var config =
        new RouterConfig(
            new RouterId(51, "eth0", Family.IPV4),
            rules,
            100,
            List.of(new VirtualAddress(ip("192.0.2.1"), 24)),
            List.of(),
            Set.of(),
            AuthField.NONE,
            Optional.empty(),
            ChecksumForm.PSEUDO_HEADER,
            1,
            2,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new RunningRouter(
        config,
        new Standing(100, ip("192.0.2.2"), true),
        (source, destination, message) -> {},
        estate,
        () -> Instant.EPOCH);
  }
}
