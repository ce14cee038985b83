package io.weir.vrrp.run;

import io.weir.vrrp.link.Interface;
import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.Reception;
import io.weir.vrrp.state.Event;
import io.weir.vrrp.state.Standing;
import io.weir.vrrp.state.Tracked;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** A running router with its interface and its addresses. Touched by the loop's thread. */
final class Member {
  private final RunningRouter router;
  private final Holding holding;
  private Optional<Interface> on;
  private List<VirtualAddress> claimed;
  private boolean isStarted;

  private Member(
      RunningRouter router, Holding holding, Optional<Interface> on, List<VirtualAddress> claimed) {
    this.router = router;
    this.holding = holding;
    this.on = on;
    this.claimed = claimed;
  }

  /** Joins, and is started with its first standing. */
  static Member join(
      RouterConfig config,
      Optional<Interface> on,
      Keeper keeper,
      AdvertSockets sockets,
      InstantSource clock) {
    var claimed = claimed(config, on);
    var holding = new Holding(config.id(), keeper, wish(config, on, claimed));
    var standing = new Standing(config.priority(), nowhere(config.id().family()), false);
    var router = new RunningRouter(config, standing, sockets.wire(config.id()), holding, clock);
    keeper.add(holding);
    return new Member(router, holding, on, claimed);
  }

  RunningRouter router() {
    return router;
  }

  /** Goes on with another configuration, or with its interface as it is now. */
  void reconfigure(RouterConfig config, Optional<Interface> now) {
    on = now;
    if (!config.equals(router.config())) {
      router.reconfigure(config);
      claimed = claimed(config, now);
    }
    holding.wish(wish(config, on, claimed));
  }

  /** Leaves in order: its addresses go to another router at once. */
  void leave(long now) {
    router.handle(new Event.Stopped(), now);
    holding.leave();
  }

  void hear(AdvertSockets.Heard heard, long now) {
    switch (heard.reception()) {
      case Reception.Valid valid -> router.receive(heard.datagram(), valid, now);
      case Reception.Rejected(var reason) -> router.reject(reason, heard.datagram().source(), now);
    }
  }

  /**
   * The standing is this from now on. A router that has not begun yet begins only when all that it
   * tracks is known: else it would take over from one that works, and find out later that it does
   * not.
   */
  void stand(Standing standing, boolean isKnown, long now) {
    if (isStarted) {
      router.stand(standing, now);
    } else if (isKnown) {
      isStarted = true;
      router.begin(standing, now);
    }
  }

  boolean isInGroupOf(Member other) {
    return this == other
        || router.config().group().isPresent()
            && router.config().group().equals(other.router.config().group());
  }

  /** Whether it could take part if it were alone. */
  boolean isAble(boolean hasSocket, ToIntFunction<Track> states) {
    return hasSocket
        && on.filter(Interface::isUp).isPresent()
        && source().isPresent()
        && Tracked.isAble(tracked(states));
  }

  Standing standing(boolean isAble, ToIntFunction<Track> states) {
    return new Standing(
        Tracked.priority(router.config().priority(), tracked(states)),
        source().orElse(nowhere(router.config().id().family())),
        isAble);
  }

  RouterStatus status(ToIntFunction<Track> states, Predicate<Track> isKnown) {
    var down = new ArrayList<String>();
    if (on.isEmpty()) {
      down.add("there is no interface " + router.config().id().on());
    } else if (!on.get().isUp()) {
      down.add("interface " + on.get().name() + " is down");
    } else if (source().isEmpty()) {
      down.add("interface " + on.get().name() + " has no address to send from");
    }
    for (var track : router.config().tracks()) {
      if (isKnown.test(track)) {
        track.trouble(states.applyAsInt(track)).ifPresent(down::add);
      } else if (!isStarted) {
        down.add("nothing is known yet of " + track.subject());
      }
    }
    return router.status(source(), down);
  }

  private List<Tracked> tracked(ToIntFunction<Track> states) {
    return router.config().tracks().stream()
        .map(track -> track.tracked(states.applyAsInt(track)))
        .toList();
  }

  private Optional<InetAddress> source() {
    var config = router.config();
    boolean isOwner = config.priority() == Advert.OWNER;
    var virtual =
        (isOwner ? config.excluded() : config.allAddresses())
            .stream().map(VirtualAddress::address).toList();
    return on.flatMap(one -> one.source(config.id().family(), virtual));
  }

  /** Those that are put on the interface: an owner's own stay where they are, whatever happens. */
  private static List<VirtualAddress> claimed(RouterConfig config, Optional<Interface> on) {
    if (config.priority() != Advert.OWNER || on.isEmpty()) {
      return config.allAddresses();
    }
    var own = on.get().addresses().stream().map(Interface.Address::address).toList();
    return config.allAddresses().stream().filter(one -> !own.contains(one.address())).toList();
  }

  private static Holding.Wish wish(
      RouterConfig config, Optional<Interface> on, List<VirtualAddress> claimed) {
    var place =
        on.map(Interface::place)
            .orElse(new Interface(0, config.id().on(), true, new byte[0], List.of()));
    return new Holding.Wish(
        place, on.isPresent() ? claimed : List.of(), config.burst(), config.leaseSeconds());
  }

  private static InetAddress nowhere(Family family) {
    return family.unspecified();
  }
}
