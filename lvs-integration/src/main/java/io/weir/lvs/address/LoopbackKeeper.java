package io.weir.lvs.address;

import io.weir.lvs.libc.Errno;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.netlink.NetlinkFailure;
import io.weir.lvs.table.AddressText;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the loopback interface hold virtual addresses for as long as they are wanted. They are put
 * there for a while only and renewed, so that none outlives a Weir that was killed. A platform
 * thread of its own, {@code weir-lo}, speaks to the kernel. Methods may be called by any thread.
 */
public final class LoopbackKeeper implements AutoCloseable {
  /** How long an address stays that nobody renews. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  private static final Duration RENEWAL = Duration.ofSeconds(15);
  private static final long PATIENCE_SECONDS = 5;

  private final Listener listener;
  private final QuietArp arp;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("weir-lo").unstarted(task));

  // The thread's own.
  private Wish wish = new Wish(Set.of(), false);
  private final Set<InetAddress> own = new HashSet<>();
  private @Nullable String failure;
  private boolean hasAdopted;
  private boolean isForgetful;

  private record Wish(Set<InetAddress> addresses, boolean isQuiet) {}

  /** Hears what is done; called by the keeper's thread. */
  public interface Listener {
    /** Something has been changed: {@code 192.0.2.10 is on lo}. */
    void changed(String what);

    /** What is wanted cannot be had; told once, until it is another reason. */
    void failed(String why);
  }

  public LoopbackKeeper(Sysctls sysctls, Listener listener) {
    this.listener = listener;
    this.arp = new QuietArp(sysctls, RememberedFile.here());
    var _ =
        thread.scheduleWithFixedDelay(
            this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether a Weir that was killed has left something here that nobody has taken over yet. */
  public static boolean isLeftBehind() {
    return !RememberedFile.here().left().isEmpty();
  }

  /**
   * Wants these addresses from now on, and no others.
   *
   * @param isQuiet whether the machine must not answer ARP for them
   * @return done when it is so; otherwise it fails with an {@link IOException} that says why
   */
  public CompletableFuture<Void> want(Set<InetAddress> addresses, boolean isQuiet) {
    var done = new CompletableFuture<Void>();
    thread.execute(() -> {
      wish = new Wish(Set.copyOf(addresses), isQuiet);
      try {
        make();
        done.complete(null);
      } catch (IOException e) {
        done.completeExceptionally(new IOException(reason(e), e));
      }
    });
    return done;
  }

  private void renew() {
    if (wish.addresses().isEmpty() && !wish.isQuiet() && own.isEmpty()) {
      return;
    }
    try {
      make();
      failure = null;
    } catch (IOException e) {
      var why = reason(e);
      if (!why.equals(failure)) {
        listener.failed(why);
      }
      failure = why;
    }
  }

  /** Silence comes before the addresses and goes after them. */
  private void make() throws IOException {
    if (wish.isQuiet()) {
      settleArp();
    }
    if (!wish.addresses().isEmpty() || !own.isEmpty()) {
      try (var loopback = Loopback.open()) {
        make(loopback, LoopbackPlan.of(wish.addresses(), loopback.read(), own));
      }
    }
    if (!wish.isQuiet()) {
      settleArp();
    }
  }

  private void make(Loopback loopback, LoopbackPlan plan) throws NetlinkException {
    int seconds = (int) LEASE.toSeconds();
    for (var address : plan.put()) {
      loopback.put(address, seconds);
      own.add(address);
      listener.changed(AddressText.of(address) + " is on lo");
    }
    for (var address : plan.renew()) {
      loopback.put(address, seconds);
      if (own.add(address)) {
        listener.changed(AddressText.of(address) + " was on lo for a while already, and stays");
      }
    }
    for (var address : plan.remove()) {
      loopback.remove(address);
      listener.changed(AddressText.of(address) + " is no longer on lo");
    }
    own.retainAll(wish.addresses());
  }

  private void settleArp() throws IOException {
    if (!hasAdopted) {
      hasAdopted = true;
      arp.adopt()
          .forEach((name, was) ->
              listener.changed(
                  name + " was set by a Weir that was killed; it had been " + was + " before"));
    }
    var changes = arp.settle(wish.isQuiet());
    changes.forEach((name, value) -> listener.changed(name + " is " + value + " now"));
    if (arp.trouble().isPresent() && !isForgetful) {
      isForgetful = true;
      listener.failed("settings of ARP would stay after a kill: " + arp.trouble().get());
    }
  }

  private static String reason(IOException e) {
    boolean isForbidden =
        e instanceof NetlinkException refused
            && refused.failure() instanceof NetlinkFailure.Refused(var errno, _)
            && (errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES));
    return isForbidden
        ? "addresses on lo need CAP_NET_ADMIN: run as root, or give the service AmbientCapabilities=CAP_NET_ADMIN"
        : "cannot prepare lo: " + e.getMessage();
  }

  /** Takes back what was put there and set; returns when that is done, or soon. */
  @Override
  public void close() {
    want(Set.of(), false)
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(thrown -> {
          listener.failed(String.valueOf(thrown.getMessage()));
          return null;
        })
        .join();
    thread.shutdownNow();
  }
}
