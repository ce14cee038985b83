package io.weir.vrrp.run;

import io.weir.vrrp.libc.SystemCallException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The virtual routers of this machine, from start to close. Any thread; calls that ask the routers'
 * thread wait for it a second at most.
 */
public final class VirtualRouters implements AutoCloseable {
  private static final long ANSWER_SECONDS = 1;
  private static final long END_SECONDS = 5;

  private final Keeper keeper;
  private final RouterLoop loop;

  private VirtualRouters(Keeper keeper, RouterLoop loop) {
    this.keeper = keeper;
    this.loop = loop;
  }

  /**
   * Opens what all routers share, with no router yet.
   *
   * @param listener told of what happens, on the keeper's thread
   * @throws SystemCallException if the kernel refuses, most of all without CAP_NET_RAW and
   *     CAP_NET_ADMIN
   */
  public static VirtualRouters start(RoleListener listener) throws SystemCallException {
    var keeper = new Keeper(listener);
    try {
      return new VirtualRouters(keeper, RouterLoop.start(keeper));
    } catch (SystemCallException e) {
      keeper.close();
      throw e;
    }
  }

  /**
   * These are the routers from now on. Who stays keeps its role, its timers and its counts; who is
   * new starts, who is left out gives up its role in order.
   */
  public void configure(List<RouterConfig> routers) {
    var all = List.copyOf(routers);
    loop.submit(() -> loop.configure(all));
  }

  /**
   * The state of what a {@link Track} names: 0 for down and 1 for up, or a number. A router does
   * not begin before all that it tracks was reported.
   */
  public void report(String subject, int state) {
    loop.submit(() -> loop.report(subject, state));
  }

  /** The process whose adverts came from there has ended, as its kernel says. */
  public void leaderDied(InetAddress source) {
    loop.submit(() -> loop.leaderDied(source));
  }

  /** All routers at this moment; empty if their thread does not answer. */
  public List<RouterStatus> status() {
    var answer = new CompletableFuture<List<RouterStatus>>();
    loop.submit(() -> answer.complete(loop.status()));
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException _) {
      return List.of();
    }
  }

  /** Gives up every role, with an advert of priority 0, and takes all addresses away. */
  @Override
  public void close() {
    loop.stop(TimeUnit.SECONDS.toMillis(END_SECONDS));
    keeper.close();
  }
}
