package io.weir.vrrp.run;

import io.weir.vrrp.libc.Scheduling;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.link.Announcer;
import io.weir.vrrp.link.LeasedAddresses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Puts addresses where routers want them, and keeps them there as long as their routers send
 * adverts: who is stopped, hangs or dies renews nothing, and the kernel removes what is not
 * renewed. Then whatever else goes with the role, then the announcement, in this order.
 *
 * <p>A thread of its own, {@code weir-vrrp-keeper}: the kernel may make it wait for others who
 * change interfaces, and adverts must not wait.
 */
final class Keeper implements AutoCloseable {
  private static final int NOTICES = 4096;
  private static final long RAISE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * Behind that of whatever interface else is in the same network: what this machine sends by
   * itself goes there.
   */
  private static final int LINK_METRIC = 1024;

  private final LeasedAddresses addresses;
  private final Announcer announcer;
  private final KeptLinks links;
  private final KeptRoutes routes;
  private final RoleListener listener;
  private final List<Holding> holdings = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Notice> notices = new ArrayBlockingQueue<>(NOTICES);
  private final Thread thread;
  private volatile boolean isClosing;

  /** What is told to the guard; touched by this thread alone. */
  private final Map<Holding, List<Guard.Held>> guarded = new HashMap<>();

  private Optional<Guard> guard = Optional.empty();

  Keeper(RoleListener listener) throws SystemCallException {
    this.listener = listener;
    addresses = new LeasedAddresses();
    try {
      announcer = new Announcer();
      links = new KeptLinks(this::failed);
      routes = new KeptRoutes(this::failed);
    } catch (SystemCallException e) {
      addresses.close();
      throw e;
    }
    thread = Thread.ofPlatform().name("weir-vrrp-keeper").unstarted(this::run);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Begins to look after a router, with the addresses released: they may be left of an earlier run.
   */
  void add(Holding holding) {
    holdings.add(holding);
    wake();
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Tells the listener, unless it is thousands behind. */
  void notice(Notice notice) {
    notices.offer(notice);
    wake();
  }

  private void run() {
    guard = Guard.start();
    var seen = new ArrayList<Holding>();
    long raisedAt = System.nanoTime() - RAISE_NANOS;
    while (!isClosing || !holdings.isEmpty()) {
      if (System.nanoTime() - raisedAt >= RAISE_NANOS) {
        raisedAt = System.nanoTime();
        var _ = Scheduling.runCollectorsBeforeOthers();
      }
      long next = TimeUnit.SECONDS.toNanos(1);
      for (var holding : List.copyOf(holdings)) {
        links.follow(holding);
        if (!seen.contains(holding)) {
          seen.add(holding);
          routes.sweep(holding);
          remove(holding, holding.wished());
        }
        next = Math.min(next, follow(holding));
        if (holding.isGone() && !holding.isHeld()) {
          holdings.remove(holding);
          seen.remove(holding);
          links.forget(holding);
        }
      }
      tell();
      LockSupport.parkNanos(next);
    }
    tell();
    guard.ifPresent(Guard::close);
    routes.close();
    links.close();
    addresses.close();
    announcer.close();
  }

  private void tell() {
    for (var notice = notices.poll(); notice != null; notice = notices.poll()) {
      listener.noticed(notice);
    }
  }

  /** Brings a router's addresses to where it wants them; how long until they are to be renewed. */
  private long follow(Holding holding) {
    var wish = holding.wished();
    if (!holding.isWanted()) {
      holding.takeAnnounce();
      if (holding.isHeld()) {
        listener.releasing(holding.router());
        routes.remove(holding);
        remove(holding, holding.held());
        links.down(holding, holding.held());
        holding.dropped();
        guard(holding, List.of());
      }
      return Long.MAX_VALUE;
    }
    boolean isNew = !holding.isHeld();
    if (holding.isHeld() && !wish.equals(holding.held())) {
      remove(holding, without(holding.held(), wish));
    }
    // Half a lease before the end there must have been a chance or two to renew it.
    long every = TimeUnit.SECONDS.toNanos(wish.leaseSeconds()) / 4;
    if (isNew || isAlive(holding, wish)) {
      guard(holding, held(wish));
      put(holding, wish);
      routes.put(holding, wish.routes());
      holding.hold(wish);
    }
    if (isNew) {
      listener.claimed(holding.router());
    }
    if (holding.takeAnnounce()) {
      announce(holding, wish);
    }
    return every;
  }

  private static List<Guard.Held> held(Holding.Wish wish) {
    return Stream.concat(
            wish.addresses().stream().map(one -> Guard.Held.of(wish.on().name(), one)),
            wish.routes().stream().map(Guard.Held::of))
        .toList();
  }

  /** Should this process be killed, these are taken away. Told before they are there. */
  private void guard(Holding holding, List<Guard.Held> held) {
    var before = held.isEmpty() ? guarded.remove(holding) : guarded.put(holding, held);
    if (guard.isPresent() && !held.equals(before == null ? List.of() : before)) {
      guard.get().holds(guarded.values().stream().flatMap(List::stream).toList());
    }
  }

  /** Whether the router's thread has been alive within the lease. */
  private static boolean isAlive(Holding holding, Holding.Wish wish) {
    long silent = System.nanoTime() - holding.renewedAtNanos();
    return silent < TimeUnit.SECONDS.toNanos(wish.leaseSeconds());
  }

  private static Holding.Wish without(Holding.Wish held, Holding.Wish wish) {
    var gone =
        held.addresses().stream()
            .filter(
                one -> held.on().index() != wish.on().index() || !wish.addresses().contains(one))
            .toList();
    return held.with(gone);
  }

  private void put(Holding holding, Holding.Wish wish) {
    int metric = wish.below().isPresent() ? LINK_METRIC : 0;
    if (!holding.isHeld() || !wish.on().equals(holding.held().on())) {
      links.up(holding, wish);
    }
    for (var one : wish.addresses()) {
      try {
        addresses.put(wish.on().index(), one.address(), one.prefix(), wish.leaseSeconds(), metric);
      } catch (SystemCallException e) {
        failed(holding, e);
      }
    }
  }

  private void remove(Holding holding, Holding.Wish wish) {
    for (var one : wish.addresses()) {
      try {
        addresses.remove(wish.on().index(), one.address(), one.prefix());
      } catch (SystemCallException e) {
        failed(holding, e);
      }
    }
  }

  private void announce(Holding holding, Holding.Wish wish) {
    for (int i = 0; i < wish.burst(); i++) {
      for (var one : wish.addresses()) {
        try {
          announcer.announce(wish.on(), one.address());
        } catch (SystemCallException e) {
          failed(holding, e);
          return;
        }
      }
    }
    var asking = wish.below().orElse(wish.on());
    for (var one : wish.addresses()) {
      try {
        announcer.probe(asking, wish.asker(), one.address());
      } catch (SystemCallException e) {
        failed(holding, e);
        return;
      }
    }
  }

  private void failed(Holding holding, IOException e) {
    notices.offer(new Notice.Failed(holding.router(), String.valueOf(e.getMessage())));
  }

  /** Ends when every address is released, or after five seconds at the latest. */
  @Override
  public void close() {
    holdings.forEach(Holding::leave);
    isClosing = true;
    wake();
    try {
      thread.join(TimeUnit.NANOSECONDS.toMillis(END_NANOS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
