package io.weir.vrrp.run;

import io.weir.vrrp.link.Interface;
import io.weir.vrrp.packet.AddressClaim;
import io.weir.vrrp.packet.Advert;
import io.weir.vrrp.packet.Family;
import io.weir.vrrp.packet.Reception;
import io.weir.vrrp.state.Event;
import io.weir.vrrp.state.Standing;
import io.weir.vrrp.state.Tracked;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** A running router with its interface and its addresses. Touched by the loop's thread. */
final class Member {
  private final RunningRouter router;
  private final Holding holding;
  private Place at;
  private List<VirtualAddress> claimed;
  private boolean isStarted;

  /**
   * Where a router is now.
   *
   * @param on its interface, if there is one
   * @param link that of its own, if it is to have one and it is there
   */
  record Place(Optional<Interface> on, Optional<Interface> link) {
    /** As a watch has them. */
    static Place of(RouterConfig config, Function<String, Optional<Interface>> find) {
      return new Place(
          find.apply(config.id().on()),
          config
              .link()
              .flatMap(find)
              .filter(one -> Arrays.equals(one.mac(), config.mac().orElseThrow())));
    }
  }

  private Member(RunningRouter router, Holding holding, Place at, List<VirtualAddress> claimed) {
    this.router = router;
    this.holding = holding;
    this.at = at;
    this.claimed = claimed;
  }

  /** Joins, and is started with its first standing. */
  static Member join(
      RouterConfig config, Place at, Keeper keeper, AdvertSockets sockets, InstantSource clock) {
    var claimed = claimed(config, at.on());
    var holding = new Holding(config.id(), keeper, wish(config, at, claimed));
    var standing = new Standing(config.priority(), nowhere(config.id().family()), false);
    var router = new RunningRouter(config, standing, sockets.wire(config.id()), holding, clock);
    keeper.add(holding);
    return new Member(router, holding, at, claimed);
  }

  RunningRouter router() {
    return router;
  }

  /** Goes on with another configuration, or with its interface as it is now. */
  void reconfigure(RouterConfig config, Place now) {
    at = now;
    if (!config.equals(router.config())) {
      router.reconfigure(config);
      claimed = claimed(config, now.on());
    }
    holding.wish(wish(config, at, claimed));
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
   * not. One that is to have an interface of its own waits for that, which the keeper makes.
   */
  void stand(Standing standing, boolean isKnown, long now) {
    if (isStarted) {
      router.stand(standing, now);
    } else if (isKnown && !isLinkToCome()) {
      isStarted = true;
      router.begin(standing, now);
    }
  }

  private boolean isLinkToCome() {
    return router.config().link().isPresent() && at.on().isPresent() && at.link().isEmpty();
  }

  boolean isInGroupOf(Member other) {
    return this == other
        || router.config().group().isPresent()
            && router.config().group().equals(other.router.config().group());
  }

  /** Whether it could take part if it were alone. */
  boolean isAble(boolean hasSocket, ToIntFunction<Track> states) {
    return hasSocket
        && at.on().filter(Interface::isUp).isPresent()
        && (router.config().link().isEmpty() || at.link().isPresent())
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
    placeTrouble().ifPresent(down::add);
    for (var track : router.config().tracks()) {
      if (isKnown.test(track)) {
        track.trouble(states.applyAsInt(track)).ifPresent(down::add);
      } else if (!isStarted) {
        down.add("nothing is known yet of " + track.subject());
      }
    }
    return router.status(source(), down);
  }

  private Optional<String> placeTrouble() {
    var config = router.config();
    if (at.on().isEmpty()) {
      return Optional.of("there is no interface " + config.id().on());
    }
    var name = "interface " + at.on().get().name();
    if (!at.on().get().isUp()) {
      return Optional.of(name + " is down");
    }
    if (source().isEmpty()) {
      return Optional.of(name + " has no address to send from");
    }
    return config
        .link()
        .filter(_ -> at.link().isEmpty())
        .map(link ->
            "there is no interface %s with %s on it"
                .formatted(link, AddressClaim.text(config.mac().orElseThrow())));
  }

  private List<Tracked> tracked(ToIntFunction<Track> states) {
    return router.config().tracks().stream()
        .map(track -> track.tracked(states.applyAsInt(track)))
        .toList();
  }

  private Optional<InetAddress> source() {
    var config = router.config();
    boolean isOwner = config.priority() == Advert.OWNER;
    var virtual = addresses(isOwner ? config.excluded() : config.allAddresses());
    return at.on().flatMap(one -> one.source(config.id().family(), virtual));
  }

  private static List<InetAddress> addresses(List<VirtualAddress> addresses) {
    return addresses.stream().map(VirtualAddress::address).toList();
  }

  /** Those that are put on the interface: an owner's own stay where they are, whatever happens. */
  private static List<VirtualAddress> claimed(RouterConfig config, Optional<Interface> on) {
    if (config.priority() != Advert.OWNER || on.isEmpty()) {
      return config.allAddresses();
    }
    var own = on.get().addresses().stream().map(Interface.Address::address).toList();
    return config.allAddresses().stream().filter(one -> !own.contains(one.address())).toList();
  }

  private static Holding.Wish wish(RouterConfig config, Place at, List<VirtualAddress> claimed) {
    var on = at.on().map(Interface::place);
    var nowhere = new Interface(0, config.id().on(), true, new byte[0], List.of());
    var link =
        config
            .link()
            .map(name ->
                new Interface(
                    at.link().map(Interface::index).orElse(0),
                    name,
                    true,
                    config.mac().orElseThrow(),
                    List.of()));
    return new Holding.Wish(
        link.or(() -> on).orElse(nowhere),
        link.flatMap(_ -> on),
        at.on().flatMap(one -> one.source(Family.IPV6, addresses(config.allAddresses()))),
        on.isPresent() ? claimed : List.of(),
        config.routes(),
        config.burst(),
        config.leaseSeconds());
  }

  private static InetAddress nowhere(Family family) {
    return family.unspecified();
  }
}
