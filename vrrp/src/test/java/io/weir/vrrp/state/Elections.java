package io.weir.vrrp.state;

import static io.weir.vrrp.packet.Addresses.ip;

import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.Version;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A router of priority 100 at one second, in its states, and what may happen to it. */
final class Elections {
  /** Not a constant to the compiler: the clock may be anywhere, and may overflow. */
  static final long NOW = Long.parseLong("9223372036854775802");

  static final long SECOND = 1_000_000_000L;
  static final InetAddress OWN = ip("192.0.2.100");
  static final InetAddress LOWER = ip("192.0.2.99");
  static final InetAddress HIGHER = ip("192.0.2.200");
  static final Standing HUNDRED = new Standing(100, OWN, true);
  static final Standing OWNER = new Standing(255, OWN, true);
  static final Standing UNABLE = new Standing(100, OWN, false);

  /** Active_Down_Interval of priority 100 at one second: 3 + 156/256. */
  static final long DOWN = 3_609_375_000L;

  static final long SKEW = 609_375_000L;

  private Elections() {}

  static State.Backup backup() {
    return new State.Backup(NOW + DOWN, 100, OptionalLong.empty(), Optional.empty());
  }

  static State.Active active() {
    return new State.Active(NOW + SECOND, NOW, OptionalLong.empty(), NOW);
  }

  static Event received(int priority, InetAddress source) {
    return new Event.Received(
        new Advert(Version.V3, 51, priority, 100, List.of(ip("192.0.2.1")), AuthField.NONE),
        source);
  }

  static RouterRules rules(Version version) {
    return new RouterRules(
        version, 100, true, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  static RouterRules rules(boolean preempt, Duration preemptDelay) {
    return new RouterRules(
        Version.V3, 100, preempt, preemptDelay, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
