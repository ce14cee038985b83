package io.weir.vrrp.run;

import io.weir.vrrp.link.Interface;
import io.weir.vrrp.link.KernelRoute;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What one router wants of its addresses, noted by its thread and read by the keeper's. Only the
 * last wish counts, so that nothing piles up however often a router moves.
 */
final class Holding implements Estate {
  private final RouterId router;
  private final Keeper keeper;
  private volatile Wish wish;
  private volatile boolean isActive;
  private volatile boolean isGone;
  private volatile long renewedAtNanos;
  private final AtomicBoolean announces = new AtomicBoolean();

  /** What is held by the keeper's thread; touched by it alone. */
  private Wish held;

  private boolean isHeld;

  /**
   * Which addresses, where, and what goes with them.
   *
   * @param on where the interface is now; its index changes when it is made anew
   * @param below what that interface is to be a macvlan of, with its hardware address; empty: it is
   *     no business of the router's
   * @param asker of this machine's own, by which others are asked for IPv6 addresses
   */
  record Wish(
      Interface on,
      Optional<Interface> below,
      Optional<InetAddress> asker,
      List<VirtualAddress> addresses,
      List<KernelRoute> routes,
      int burst,
      int leaseSeconds) {
    /** The same place, with other addresses. */
    Wish with(List<VirtualAddress> others) {
      return new Wish(on, below, asker, others, routes, burst, leaseSeconds);
    }
  }

  Holding(RouterId router, Keeper keeper, Wish wish) {
    this.router = router;
    this.keeper = keeper;
    this.wish = wish;
    this.held = wish;
  }

  /** The addresses, or the interface, are these from now on. */
  void wish(Wish next) {
    if (!next.equals(wish)) {
      wish = next;
      keeper.wake();
    }
  }

  /** The router is no more: the addresses are released, and then this is forgotten. */
  void leave() {
    isActive = false;
    isGone = true;
    keeper.wake();
  }

  @Override
  public void claim() {
    isActive = true;
    keeper.wake();
  }

  @Override
  public void release() {
    isActive = false;
    keeper.wake();
  }

  @Override
  public void announce() {
    announces.set(true);
    keeper.wake();
  }

  @Override
  public void renew(long nowNanos) {
    renewedAtNanos = nowNanos;
  }

  @Override
  public void notice(Notice notice) {
    keeper.notice(notice);
  }

  RouterId router() {
    return router;
  }

  Wish wished() {
    return wish;
  }

  boolean isWanted() {
    return isActive;
  }

  boolean isGone() {
    return isGone;
  }

  long renewedAtNanos() {
    return renewedAtNanos;
  }

  boolean takeAnnounce() {
    return announces.getAndSet(false);
  }

  boolean isHeld() {
    return isHeld;
  }

  Wish held() {
    return held;
  }

  void hold(Wish now) {
    held = now;
    isHeld = true;
  }

  void dropped() {
    isHeld = false;
  }
}
