package io.weir.vrrp.run;

import io.weir.vrrp.libc.Scheduling;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.link.Announcer;
import io.weir.vrrp.link.LeasedAddresses;
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

  private final LeasedAddresses addresses;
  private final Announcer announcer;
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
        if (!seen.contains(holding)) {
          seen.add(holding);
          remove(holding, holding.wished());
        }
        next = Math.min(next, follow(holding));
        if (holding.isGone() && !holding.isHeld()) {
          holdings.remove(holding);
          seen.remove(holding);
        }
      }
      tell();
      LockSupport.parkNanos(next);
    }
    tell();
    guard.ifPresent(Guard::close);
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
        remove(holding, holding.held());
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
      guard(holding, wish.addresses().stream().map(one -> held(wish, one)).toList());
      put(holding, wish);
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

  private static Guard.Held held(Holding.Wish wish, VirtualAddress address) {
    return new Guard.Held(wish.on().name(), address);
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
    return new Holding.Wish(held.on(), gone, held.burst(), held.leaseSeconds());
  }

  private void put(Holding holding, Holding.Wish wish) {
    for (var one : wish.addresses()) {
      try {
        addresses.put(wish.on().index(), one.address(), one.prefix(), wish.leaseSeconds());
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
    for (var one : wish.addresses()) {
      try {
        announcer.probe(wish.on(), one.address());
      } catch (SystemCallException e) {
        failed(holding, e);
        return;
      }
    }
  }

  private void failed(Holding holding, SystemCallException e) {
    notices.offer(new Notice.Failed(holding.router(), e.description()));
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
