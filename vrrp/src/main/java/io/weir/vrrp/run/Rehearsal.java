package io.weir.vrrp.run;

import io.weir.vrrp.packet.AdvertCodec;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.ChecksumForm;
import io.weir.vrrp.packet.Datagram;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.Reception;
import io.weir.vrrp.packet.Version;
import io.weir.vrrp.state.Event;
import io.weir.vrrp.state.RouterRules;
import io.weir.vrrp.state.Standing;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A takeover and its end, again and again, on no network: what a router does for the first time the
 * JVM does slowly, some 300 ms for the first advert of all, and that must not be the one that
 * counts.
 */
final class Rehearsal {
  private static final int ROUNDS = 2000;
  private static final int ROUNDS_AWAKE = 50;
  private static final long STEP_NANOS = 10_000_000L;

  private final Deque<Datagram> sent = new ArrayDeque<>();
  private long now;

  private Rehearsal() {}

  /** Runs on the thread that is to be fast. */
  static void run() {
    new Rehearsal().play();
  }

  private void play() {
    var router = router(address(1), 100);
    var rival = router(address(2), 200);
    router.begin(new Standing(100, address(1), true), now);
    rival.begin(new Standing(200, address(2), true), now);
    for (int i = 0; i < ROUNDS; i++) {
      now += STEP_NANOS;
      router.tick(now);
      // The rival sleeps now and then, so that roles change.
      if (i / ROUNDS_AWAKE % 2 == 0) {
        rival.tick(now);
      }
      for (var one = sent.poll(); one != null; one = sent.poll()) {
        hear(one.source().equals(address(1)) ? rival : router, one);
      }
    }
    router.handle(new Event.LeaderDied(address(2)), now);
    router.status(Optional.empty(), List.of());
  }

  private void hear(RunningRouter router, Datagram datagram) {
    if (AdvertCodec.decode(datagram) instanceof Reception.Valid valid) {
      router.receive(datagram, valid, now);
    }
  }

  private RunningRouter router(InetAddress own, int priority) {
    var rules =
        new RouterRules(
            Version.V3,
            1,
            true,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ZERO);
    var config =
        new RouterConfig(
            new RouterId(1, "rehearsal", Family.IPV4),
            rules,
            priority,
            List.of(new VirtualAddress(address(3), 32)),
            List.of(),
            Set.of(),
            AuthField.NONE,
            Optional.empty(),
            ChecksumForm.PSEUDO_HEADER,
            1,
            1,
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new RunningRouter(
        config,
        new Standing(priority, own, true),
        (source, destination, message) ->
            sent.add(new Datagram(source, destination, Family.HOP_LIMIT, message)),
        new Nowhere(),
        () -> Instant.EPOCH);
  }

  /** Of 192.0.2.0/24, which is for examples (RFC 5737). */
  private static InetAddress address(int last) {
    return Family.address(new byte[] {(byte) 192, 0, 2, (byte) last});
  }

  /** Addresses that are not put anywhere. */
  private static final class Nowhere implements Estate {
    @Override
    public void claim() {}

    @Override
    public void release() {}

    @Override
    public void announce() {}

    @Override
    public void renew(long nowNanos) {}

    @Override
    public void notice(Notice notice) {}
  }
}
