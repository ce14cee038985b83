package io.weir.vrrp.run;

import io.weir.vrrp.packet.AddressClaim;
import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.AdvertCodec;
import io.weir.vrrp.packet.Datagram;
import io.weir.vrrp.packet.HmacGuard;
import io.weir.vrrp.packet.ReceiveRules;
import io.weir.vrrp.packet.Reception;
import io.weir.vrrp.packet.Rejection;
import io.weir.vrrp.state.Effect;
import io.weir.vrrp.state.Event;
import io.weir.vrrp.state.Role;
import io.weir.vrrp.state.Standing;
import io.weir.vrrp.state.State;
import io.weir.vrrp.state.Transition;
import io.weir.vrrp.state.VirtualRouter;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One virtual router: its state, and what carries its effects out. Touched by the loop's thread.
 */
final class RunningRouter {
  private static final int MOVES_KEPT = 20;
  private static final long CONFLICT_NANOS = 1_000_000_000L;
  private static final long NOTICE_EVERY_NANOS = 60_000_000_000L;

  private final Wire wire;
  private final Estate estate;
  private final InstantSource wallClock;
  private final Counters counters = new Counters();
  private final Deque<Move> moves = new ArrayDeque<>();
  private final Map<Rejection, Long> noticedAt = new EnumMap<>(Rejection.class);
  private RouterConfig config;
  private VirtualRouter rules;
  private Optional<HmacGuard> guard;
  private ReceiveRules receiveRules;
  private State state = new State.Init();
  private Standing standing;
  private OptionalLong otherAddressesNoticedAt = OptionalLong.empty();
  private Optional<Conflict> conflict = Optional.empty();
  private OptionalLong conflictNoticedAt = OptionalLong.empty();

  /** Somebody else has an address of this router's, as was heard at a time. */
  private record Conflict(AddressClaim frame, long at) {}

  RunningRouter(
      RouterConfig config, Standing standing, Wire wire, Estate estate, InstantSource wallClock) {
    this.wire = wire;
    this.estate = estate;
    this.wallClock = wallClock;
    this.standing = standing;
    this.config = config;
    rules = new VirtualRouter(config.rules());
    guard = guard(config, wallClock);
    receiveRules = new ReceiveRules(config.advert(config.priority()), config.peers(), guard);
  }

  private static Optional<HmacGuard> guard(RouterConfig config, InstantSource clock) {
    return config
        .signing()
        .map(signing ->
            new HmacGuard(signing.mode(), signing.keys(), config.rules().intervalCentis(), clock));
  }

  RouterConfig config() {
    return config;
  }

  State state() {
    return state;
  }

  Role role() {
    return state.role();
  }

  /** Goes on under another configuration, in the role that it has. */
  void reconfigure(RouterConfig next) {
    config = next;
    rules = new VirtualRouter(next.rules());
    guard = guard(next, wallClock);
    receiveRules = new ReceiveRules(next.advert(next.priority()), next.peers(), guard);
  }

  /** Starts with this standing. */
  void begin(Standing now, long nanos) {
    standing = now;
    handle(new Event.Started(), nanos);
  }

  /** The standing is this from now on. */
  void stand(Standing now, long nanos) {
    if (now.equals(standing)) {
      return;
    }
    var before = standing;
    standing = now;
    handle(new Event.StandingChanged(before), nanos);
  }

  /** Whether it has to give up its role before anything else is done. */
  boolean isLate(long now) {
    return state instanceof State.Active active && rules.isLate(active, now);
  }

  /** An advert of this router's number has come. */
  void receive(Datagram datagram, Reception.Valid valid, long now) {
    var refused = receiveRules.refuse(valid, datagram);
    if (refused.isPresent()) {
      reject(refused.get(), datagram.source(), now);
      return;
    }
    var advert = valid.advert();
    counters.countReceived(valid.form(), advert.priority() == Advert.RELEASE);
    if (!receiveRules.hasOwnAddresses(advert)) {
      counters.countOtherAddresses();
      if (isDue(otherAddressesNoticedAt, now)) {
        otherAddressesNoticedAt = OptionalLong.of(now);
        estate.notice(new Notice.OtherAddresses(config.id(), datagram.source()));
      }
    }
    handle(new Event.Received(advert, datagram.source()), now);
  }

  /** Counts a refused advert, and tells about it now and then. */
  void reject(Rejection reason, InetAddress source, long now) {
    counters.countRejected(reason);
    var last = noticedAt.get(reason);
    if (isDue(last == null ? OptionalLong.empty() : OptionalLong.of(last), now)) {
      noticedAt.put(reason, now);
      estate.notice(new Notice.Refused(config.id(), reason, source));
    }
  }

  private static boolean isDue(OptionalLong last, long now) {
    return last.isEmpty() || now - last.getAsLong() >= NOTICE_EVERY_NANOS;
  }

  /** Another machine says that it has an address; what it means is known a moment later. */
  void hearConflict(AddressClaim frame, long now) {
    if (state instanceof State.Active && conflict.isEmpty()) {
      conflict = Optional.of(new Conflict(frame, now));
    }
  }

  /**
   * Who took over announces the addresses, and its adverts end this router's role. One that still
   * has it after a second was not told so: the address is there twice, and the network hears once
   * more where it belongs.
   */
  private void settleConflict(long now) {
    if (conflict.isEmpty() || now - conflict.get().at() < CONFLICT_NANOS) {
      return;
    }
    var frame = conflict.get().frame();
    conflict = Optional.empty();
    if (!(state instanceof State.Active active) || rules.isLate(active, now)) {
      return;
    }
    counters.countConflict();
    estate.announce();
    if (isDue(conflictNoticedAt, now)) {
      conflictNoticedAt = OptionalLong.of(now);
      estate.notice(new Notice.Conflict(config.id(), frame));
    }
  }

  /** Time has passed: does what is due. */
  void tick(long now) {
    settleConflict(now);
    var deadline = state.deadlineNanos();
    if (deadline.isEmpty() || now - deadline.getAsLong() < 0 && !isLate(now)) {
      return;
    }
    if (state instanceof State.Active) {
      counters.late(now - deadline.getAsLong());
    }
    handle(new Event.Ticked(), now);
  }

  /**
   * The thread is alive: the addresses may be kept for another lease. Adverts alone would not do,
   * as there may be more time between them than a lease is long.
   */
  void beat(long now) {
    if (state instanceof State.Active active && !rules.isLate(active, now)) {
      estate.renew(now);
    }
  }

  /** Does what follows from an event. */
  void handle(Event event, long now) {
    var before = state.role();
    var transition = rules.step(state, event, standing, now);
    state = transition.next();
    transition.cause().ifPresent(cause -> record(before, transition));
    perform(transition.effects(), now);
  }

  private void record(Role before, Transition transition) {
    if (state.role() == Role.ACTIVE) {
      counters.countTakeover();
    }
    var move =
        new Move(
            wallClock.instant(),
            before,
            state.role(),
            transition.cause().orElseThrow(),
            standing.priority(),
            leader());
    moves.addFirst(move);
    if (moves.size() > MOVES_KEPT) {
      moves.removeLast();
    }
    estate.notice(new Notice.Moved(config.id(), move));
  }

  private Optional<State.Leader> leader() {
    return state instanceof State.Backup backup ? backup.leader() : Optional.empty();
  }

  private void perform(List<Effect> effects, long now) {
    boolean left = true;
    for (var effect : effects) {
      switch (effect) {
        case Effect.SendAdvert(var priority) -> {
          left = send(priority);
          if (left) {
            estate.renew(now);
          }
          handle(left ? new Event.Sent() : new Event.SendFailed(), now);
        }
        case Effect.Release _ -> estate.release();
        case Effect.Claim _ -> doIf(left, estate::claim);
        case Effect.Announce _ -> doIf(left, estate::announce);
        case Effect.Reassert _ ->
            doIf(
                left, () -> estate.notice(new Notice.Reasserted(config.id(), standing.priority())));
      }
    }
  }

  private static void doIf(boolean holds, Runnable action) {
    if (holds) {
      action.run();
    }
  }

  /** To the group or to each peer; sent if it left for one of them. */
  private boolean send(int priority) {
    var source = standing.source();
    var advert = config.advert(priority);
    boolean left = false;
    var destinations =
        config.peers().isEmpty() ? List.of(config.id().family().group()) : config.peers();
    for (var destination : destinations) {
      byte[] message = AdvertCodec.encode(advert, source, destination, config.form());
      try {
        wire.send(source, destination, guard.map(one -> one.sign(message, source)).orElse(message));
        left = true;
      } catch (IOException _) {
        // Counted below; what it means, the state machine knows.
      }
    }
    counters.countSent(left);
    return left;
  }

  RouterStatus status(Optional<InetAddress> source, List<String> down) {
    return new RouterStatus(
        config,
        state.role(),
        standing.priority(),
        source,
        leader(),
        down,
        new ArrayList<>(moves),
        counters.copy());
  }
}
