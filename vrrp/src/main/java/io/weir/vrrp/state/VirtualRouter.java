package io.weir.vrrp.state;

import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.Version;
import io.weir.vrrp.state.Effect.Announce;
import io.weir.vrrp.state.Effect.Claim;
import io.weir.vrrp.state.Effect.Reassert;
import io.weir.vrrp.state.Effect.Release;
import io.weir.vrrp.state.Effect.SendAdvert;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rules of one virtual router: RFC 9568 6.4, with what keepalived adds (Fault, preemption that
 * can be delayed or left out, groups) and what keeps two routers from being Active unseen: who
 * could not send for as long as others wait gives up its addresses before it does anything else,
 * and who hears a lower Active router answers at once.
 *
 * <p>Pure: the same state, event, standing and time always give the same transition.
 */
public record VirtualRouter(RouterRules rules) {
  private static final long REANNOUNCE_NANOS = 1_000_000_000;

  /** What follows from an event at a time. */
  public Transition step(State state, Event event, Standing standing, long now) {
    return switch (state) {
      case State.Init init -> fromInit(init, event, standing, now);
      case State.Fault fault -> fromFault(fault, event, standing, now);
      case State.Backup backup -> fromBackup(backup, event, standing, now);
      case State.Active active -> fromActive(active, event, standing, now);
    };
  }

  private Transition fromInit(State.Init init, Event event, Standing standing, long now) {
    if (!(event instanceof Event.Started)) {
      return Transition.stay(init);
    }
    if (!standing.isAble()) {
      return Transition.to(new State.Fault(), Cause.FAULT);
    }
    long delay = rules.startupDelay().toNanos();
    if (standing.priority() == Advert.OWNER && delay == 0) {
      return becomeActive(Cause.OWNER, standing, now);
    }
    var hold = delay == 0 ? OptionalLong.empty() : OptionalLong.of(now + delay);
    return Transition.to(
        new State.Backup(
            now + delay + ownDown(standing), rules.intervalCentis(), hold, Optional.empty()),
        Cause.STARTED);
  }

  private Transition fromFault(State.Fault fault, Event event, Standing standing, long now) {
    return switch (event) {
      case Event.Stopped _ -> Transition.to(new State.Init(), Cause.STOPPED);
      case Event.StandingChanged _ when standing.isAble() ->
          standing.priority() == Advert.OWNER
              ? becomeActive(Cause.OWNER, standing, now)
              : Transition.to(listening(standing, now), Cause.RECOVERED);
      case Event.StandingChanged _,
          Event.Started _,
          Event.Ticked _,
          Event.Received _,
          Event.Sent _,
          Event.SendFailed _,
          Event.GroupMoved _,
          Event.LeaderDied _ ->
          Transition.stay(fault);
    };
  }

  private Transition fromBackup(State.Backup backup, Event event, Standing standing, long now) {
    return switch (event) {
      case Event.Stopped _ -> Transition.to(new State.Init(), Cause.STOPPED);
      case Event.StandingChanged _ when !standing.isAble() ->
          Transition.to(new State.Fault(), Cause.FAULT);
      case Event.Ticked _ when now - backup.downAtNanos() >= 0 ->
          becomeActive(silence(backup), standing, now);
      case Event.GroupMoved(var role) when role == Role.ACTIVE ->
          becomeActive(Cause.GROUP, standing, now);
      case Event.LeaderDied(var leader) when leads(backup, leader) ->
          becomeActive(Cause.LEADER_DIED, standing, now);
      case Event.Received(var advert, var source) ->
          Transition.stay(hear(backup, advert, source, standing, now));
      case Event.StandingChanged _,
          Event.Started _,
          Event.Ticked _,
          Event.Sent _,
          Event.SendFailed _,
          Event.GroupMoved _,
          Event.LeaderDied _ ->
          Transition.stay(backup);
    };
  }

  /** RFC 9568 6.4.2 (320) to (400). */
  private State hear(
      State.Backup backup, Advert advert, InetAddress source, Standing standing, long now) {
    int interval = rules.version() == Version.V2 ? rules.intervalCentis() : advert.intervalCentis();
    if (advert.priority() == Advert.RELEASE) {
      // Who has left leads no more; the first to be done waiting for its skew follows.
      return new State.Backup(
          now + rules.skewNanos(standing.priority(), backup.activeIntervalCentis()),
          backup.activeIntervalCentis(),
          backup.preemptAtNanos(),
          Optional.of(new State.Leader(source, Advert.RELEASE)));
    }
    boolean isLower = advert.priority() < standing.priority();
    var preemptAt = isLower ? preemptAt(backup, now) : OptionalLong.empty();
    if (isLower && preempts(standing) && isOver(preemptAt, now)) {
      return backup;
    }
    return new State.Backup(
        now + rules.downNanos(standing.priority(), interval),
        interval,
        preemptAt,
        Optional.of(new State.Leader(source, advert.priority())));
  }

  private OptionalLong preemptAt(State.Backup backup, long now) {
    if (backup.preemptAtNanos().isPresent() || rules.preemptDelay().isZero()) {
      return backup.preemptAtNanos();
    }
    return OptionalLong.of(now + rules.preemptDelay().toNanos());
  }

  private static boolean isOver(OptionalLong at, long now) {
    return at.isEmpty() || now - at.getAsLong() >= 0;
  }

  private boolean preempts(Standing standing) {
    return rules.preempt() || standing.priority() == Advert.OWNER;
  }

  private static Cause silence(State.Backup backup) {
    return backup.leader().filter(leader -> leader.priority() == Advert.RELEASE).isPresent()
        ? Cause.RELEASED
        : Cause.SILENCE;
  }

  private static boolean leads(State.Backup backup, InetAddress address) {
    return backup.leader().filter(leader -> leader.address().equals(address)).isPresent();
  }

  private Transition fromActive(State.Active active, Event event, Standing standing, long now) {
    if (isLate(active, now)) {
      return lateActive(event, standing, now);
    }
    return switch (event) {
      case Event.Stopped _ ->
          Transition.to(
              new State.Init(), Cause.STOPPED, new SendAdvert(Advert.RELEASE), new Release());
      case Event.StandingChanged _ when !standing.isAble() ->
          Transition.to(
              new State.Fault(), Cause.FAULT, new SendAdvert(Advert.RELEASE), new Release());
      // Others learn at once what this router is worth now.
      case Event.StandingChanged(var before) when before.priority() != standing.priority() ->
          Transition.stay(next(active, now), new SendAdvert(standing.priority()));
      case Event.GroupMoved(var role) when role == Role.BACKUP ->
          Transition.to(listening(standing, now), Cause.GROUP, new Release());
      case Event.Sent _ -> Transition.stay(active.withSentAt(now));
      case Event.Ticked _ -> tick(active, standing, now);
      case Event.Received(var advert, var source) -> contest(active, advert, source, standing, now);
      case Event.StandingChanged _,
          Event.Started _,
          Event.SendFailed _,
          Event.GroupMoved _,
          Event.LeaderDied _ ->
          Transition.stay(active);
    };
  }

  /**
   * Others have waited as long as they wait: whoever comes late gives up the addresses first, and
   * then finds out whether another has them.
   */
  private Transition lateActive(Event event, Standing standing, long now) {
    return switch (event) {
      case Event.Sent _ ->
          // The first advert of all, or one that left in the very last moment.
          Transition.stay(active(now, now));
      case Event.Stopped _ -> Transition.to(new State.Init(), Cause.STOPPED, new Release());
      case Event.StandingChanged _ when !standing.isAble() ->
          Transition.to(new State.Fault(), Cause.FAULT, new Release());
      case Event.SendFailed _ ->
          Transition.to(listening(standing, now), Cause.UNSENT, new Release());
      case Event.StandingChanged _,
          Event.Started _,
          Event.Ticked _,
          Event.Received _,
          Event.GroupMoved _,
          Event.LeaderDied _ ->
          Transition.to(listening(standing, now), Cause.LATE, new Release());
    };
  }

  /** Whether others may believe that there is no Active router any more. */
  public boolean isLate(State.Active active, long now) {
    return now - active.sentAtNanos() > rules.fenceNanos();
  }

  private Transition tick(State.Active active, Standing standing, long now) {
    boolean announces =
        active.announceAtNanos().isPresent() && now - active.announceAtNanos().getAsLong() >= 0;
    var after = announces ? active.withAnnounced(now, later(now)) : active;
    if (now - active.advertAtNanos() < 0) {
      return announces ? Transition.stay(after, new Announce()) : Transition.stay(after);
    }
    var sent = new SendAdvert(standing.priority());
    return announces
        ? Transition.stay(next(after, now), sent, new Announce())
        : Transition.stay(next(after, now), sent);
  }

  /** RFC 9568 6.4.3 (640) to (760): another router says that it is Active. */
  private Transition contest(
      State.Active active, Advert advert, InetAddress source, Standing standing, long now) {
    if (advert.priority() == Advert.RELEASE) {
      return Transition.stay(
          active.withAdvertAt(now + rules.intervalNanos()), new SendAdvert(standing.priority()));
    }
    if (advert.priority() > standing.priority()) {
      return giveWay(advert, source, Cause.HIGHER_PRIORITY, standing, now);
    }
    byte[] other = source.getAddress();
    byte[] own = standing.source().getAddress();
    if (advert.priority() == standing.priority() && Arrays.compareUnsigned(other, own) > 0) {
      return giveWay(advert, source, Cause.HIGHER_ADDRESS, standing, now);
    }
    if (Arrays.equals(other, own)) {
      // An own advert that a bridge brings back, or a second host with this address: no contest.
      return Transition.stay(active);
    }
    var answered = active.withAdvertAt(now + rules.intervalNanos());
    if (now - active.announcedAtNanos() < REANNOUNCE_NANOS) {
      return Transition.stay(answered, new SendAdvert(standing.priority()));
    }
    return Transition.stay(
        answered.withAnnounced(now, soon(now)),
        new SendAdvert(standing.priority()),
        new Announce(),
        new Reassert());
  }

  private Transition giveWay(
      Advert advert, InetAddress source, Cause cause, Standing standing, long now) {
    int interval = rules.version() == Version.V2 ? rules.intervalCentis() : advert.intervalCentis();
    return Transition.to(
        new State.Backup(
            now + rules.downNanos(standing.priority(), interval),
            interval,
            OptionalLong.empty(),
            Optional.of(new State.Leader(source, advert.priority()))),
        cause,
        new Release());
  }

  private Transition becomeActive(Cause cause, Standing standing, long now) {
    // Not sent yet: should that fail, the addresses are not claimed.
    var active = active(now, now - rules.fenceNanos() - 1);
    return Transition.to(
        active, cause, new SendAdvert(standing.priority()), new Claim(), new Announce());
  }

  private State.Active active(long now, long sentAt) {
    return new State.Active(now + rules.intervalNanos(), sentAt, soon(now), now);
  }

  /** The next advert is due one interval after this one was, unless that is past already. */
  private State.Active next(State.Active active, long now) {
    long due = active.advertAtNanos() + rules.intervalNanos();
    return active.withAdvertAt(
        due - now > 0 && due - now <= rules.intervalNanos() ? due : now + rules.intervalNanos());
  }

  private OptionalLong soon(long now) {
    return after(rules.announceAgain(), now);
  }

  private OptionalLong later(long now) {
    return after(rules.announceEvery(), now);
  }

  private static OptionalLong after(Duration delay, long now) {
    return delay.isZero() ? OptionalLong.empty() : OptionalLong.of(now + delay.toNanos());
  }

  private State.Backup listening(Standing standing, long now) {
    return new State.Backup(
        now + ownDown(standing), rules.intervalCentis(), OptionalLong.empty(), Optional.empty());
  }

  private long ownDown(Standing standing) {
    return rules.downNanos(standing.priority(), rules.intervalCentis());
  }
}
