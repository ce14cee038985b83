package io.weir.vrrp.run;

import io.weir.vrrp.libc.Descriptor;
import io.weir.vrrp.libc.Poll;
import io.weir.vrrp.libc.Scheduling;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.link.AdvertSocket;
import io.weir.vrrp.link.ClaimWatch;
import io.weir.vrrp.link.Interface;
import io.weir.vrrp.link.InterfaceWatch;
import io.weir.vrrp.packet.AddressClaim;
import io.weir.vrrp.state.Event;
import io.weir.vrrp.state.SyncGroup;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The thread of all virtual routers, {@code weir-vrrp}: it wakes for an advert, a change of an
 * interface, a timer or an order, does what follows, and sleeps. It opens no file, takes no lock
 * that others hold for long, and waits for nobody.
 *
 * <p>After each sleep, who is late gives up its role first, then what has come is heard, and only
 * then timers run out: a Backup that was stopped for a while must not take over from an Active
 * router whose adverts are waiting in the socket.
 */
final class RouterLoop {
  private static final long LONGEST_SLEEP_NANOS = 500_000_000L;

  private final Poll poll = new Poll();
  private final InterfaceWatch watch;
  private final Keeper keeper;
  private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final Map<RouterId, Member> members = new LinkedHashMap<>();
  private final Map<String, Integer> reported = new HashMap<>();
  private final AdvertSockets sockets;
  private final ClaimWatch arp;
  private final Thread thread;
  private List<RouterConfig> configured = List.of();
  private volatile boolean isStopping;

  private RouterLoop(Keeper keeper) throws SystemCallException {
    this.keeper = keeper;
    watch = new InterfaceWatch();
    sockets = new AdvertSockets(this::failed);
    arp = new ClaimWatch((on, frame) -> submit(() -> conflict(on, frame)));
    thread = Thread.ofPlatform().name("weir-vrrp").unstarted(this::run);
    thread.setDaemon(true);
  }

  static RouterLoop start(Keeper keeper) throws SystemCallException {
    var loop = new RouterLoop(keeper);
    loop.thread.start();
    return loop;
  }

  /** Has the thread do something soon. Any thread. */
  void submit(Runnable order) {
    orders.add(order);
    poll.wake();
  }

  /** Stops every router in order, and waits for that this long at most. */
  void stop(long millis) {
    isStopping = true;
    poll.wake();
    try {
      thread.join(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      // Before the priority: a rehearsal is long, and nobody waits for it.
      Rehearsal.run();
      Scheduling.runBeforeOthers();
      AdvertSocket.rehearse();
      while (!isStopping) {
        turn();
      }
    } catch (SystemCallException | RuntimeException e) {
      // Better no router than one that nobody understands: others take over at once.
      members.keySet().forEach(id -> failed(id, "giving up every role: " + e));
    } finally {
      long now = System.nanoTime();
      members.values().forEach(member -> member.leave(now));
      sockets.close();
      arp.close();
      watch.close();
      poll.close();
    }
  }

  private void turn() throws SystemCallException {
    poll.await(sleepNanos());
    long now = System.nanoTime();
    for (var member : members.values()) {
      if (member.router().isLate(now)) {
        act(member, () -> member.router().tick(now));
      }
    }
    for (var order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
    if (watch.drain()) {
      refresh();
    }
    sockets.drain(poll, this::hear);
    long later = System.nanoTime();
    for (var member : members.values()) {
      act(member, () -> member.router().tick(later));
      member.router().beat(later);
    }
  }

  private long sleepNanos() {
    long now = System.nanoTime();
    long sleep = LONGEST_SLEEP_NANOS;
    for (var member : members.values()) {
      var deadline = member.router().state().deadlineNanos();
      if (deadline.isPresent()) {
        sleep = Math.min(sleep, deadline.getAsLong() - now);
      }
    }
    return sleep;
  }

  private void hear(AdvertSockets.Heard heard) {
    var member = members.get(heard.router());
    if (member == null) {
      return;
    }
    long now = System.nanoTime();
    act(member, () -> member.hear(heard, now));
  }

  /** Does something with a router, and has its group follow if its role changed thereby. */
  private void act(Member member, Runnable action) {
    var before = member.router().role();
    action.run();
    var after = member.router().role();
    if (before == after || member.router().config().group().isEmpty()) {
      return;
    }
    var event = SyncGroup.follow(before, after);
    for (var other : members.values()) {
      if (other != member
          && event.isPresent()
          && other.router().config().group().equals(member.router().config().group())) {
        other.router().handle(event.get(), System.nanoTime());
      }
    }
  }

  void configure(List<RouterConfig> routers) {
    configured = routers;
    var subjects = routers.stream().flatMap(router -> router.tracks().stream()).map(Track::subject);
    reported.keySet().retainAll(subjects.toList());
    long now = System.nanoTime();
    var kept = routers.stream().map(RouterConfig::id).toList();
    members
        .values()
        .removeIf(member -> {
          boolean isGone = !kept.contains(member.router().config().id());
          if (isGone) {
            member.leave(now);
          }
          return isGone;
        });
    refresh();
  }

  /** What a subject's state is now; what no router tracks is not kept. */
  void report(String subject, int state) {
    boolean isTracked =
        configured.stream()
            .flatMap(router -> router.tracks().stream())
            .anyMatch(track -> track.subject().equals(subject));
    if (isTracked && !Integer.valueOf(state).equals(reported.put(subject, state))) {
      refresh();
    }
  }

  /** Another machine says on an interface that it has an address. */
  void conflict(String on, AddressClaim frame) {
    long now = System.nanoTime();
    for (var member : members.values()) {
      var config = member.router().config();
      boolean isIts =
          config.allAddresses().stream().anyMatch(one -> one.address().equals(frame.address()));
      if (isIts && config.id().on().equals(on)) {
        member.router().hearConflict(frame, now);
      }
    }
  }

  /** Where others may say so, and for which addresses. */
  private List<ClaimWatch.Place> conflictPlaces() {
    var own =
        watch.all().stream()
            .filter(Interface::hasMac)
            .map(one -> AddressClaim.text(one.mac()))
            .collect(Collectors.toSet());
    // What is sent to a router's own hardware address is heard on its own interface alone.
    return configured.stream()
        .flatMap(config ->
            Stream.of(Optional.of(config.id().on()), config.link())
                .flatMap(Optional::stream)
                .distinct()
                .map(watch::find)
                .flatMap(Optional::stream)
                .filter(Interface::hasMac)
                .map(on -> place(on, config.id().on(), own)))
        .distinct()
        .toList();
  }

  private ClaimWatch.Place place(Interface at, String on, Set<String> own) {
    return new ClaimWatch.Place(at.index(), at.name(), on, own, addresses(on));
  }

  private Set<InetAddress> addresses(String on) {
    return configured.stream()
        .filter(config -> config.id().on().equals(on))
        .flatMap(config -> config.allAddresses().stream())
        .map(VirtualAddress::address)
        .collect(Collectors.toSet());
  }

  void leaderDied(InetAddress source) {
    long now = System.nanoTime();
    for (var member : List.copyOf(members.values())) {
      act(member, () -> member.router().handle(new Event.LeaderDied(source), now));
    }
  }

  /** Looks at everything anew: interfaces, addresses, what is tracked. */
  private void refresh() {
    if (!watch.isComplete()) {
      return;
    }
    for (var config : configured) {
      var at = Member.Place.of(config, watch::find);
      var member = members.get(config.id());
      if (member == null) {
        members.put(config.id(), join(config, at));
      } else {
        member.reconfigure(config, at);
      }
      sockets.use(config, at.on());
    }
    sockets.keepOnly(configured);
    var descriptors = new ArrayList<Descriptor>(sockets.descriptors());
    descriptors.add(watch.descriptor());
    poll.watch(descriptors);
    arp.watch(conflictPlaces());
    long now = System.nanoTime();
    for (var member : List.copyOf(members.values())) {
      var group = members.values().stream().filter(member::isInGroupOf).toList();
      boolean isKnown =
          group.stream()
              .flatMap(one -> one.router().config().tracks().stream())
              .allMatch(this::isKnown);
      var standing = member.standing(group.stream().allMatch(this::isAble), this::state);
      act(member, () -> member.stand(standing, isKnown, now));
    }
  }

  private Member join(RouterConfig config, Member.Place at) {
    return Member.join(config, at, keeper, sockets, InstantSource.system());
  }

  private boolean isAble(Member member) {
    return member.isAble(sockets.isOpen(member.router().config().id()), this::state);
  }

  /** 0 for down, 1 for up, or the number; what is not known yet is fine. */
  private int state(Track track) {
    return switch (track.kind()) {
      case INTERFACE -> watch.find(track.subject()).filter(Interface::isUp).isPresent() ? 1 : 0;
      case REPORTED -> reported.getOrDefault(track.subject(), 1);
      case NUMBER -> reported.getOrDefault(track.subject(), 0);
    };
  }

  private boolean isKnown(Track track) {
    return track.kind() == Track.Kind.INTERFACE || reported.containsKey(track.subject());
  }

  List<RouterStatus> status() {
    return members.values().stream()
        .map(member -> member.status(this::state, this::isKnown))
        .toList();
  }

  private void failed(RouterId router, String what) {
    keeper.notice(new Notice.Failed(router, what));
  }
}
