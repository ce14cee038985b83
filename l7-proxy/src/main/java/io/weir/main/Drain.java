package io.weir.main;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a service in peace: what is in flight may end, for as long as the configuration says. */
final class Drain {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final long LOOK_MILLIS = 20;

  private final Service service;

  Drain(Service service) {
    this.service = service;
  }

  /** Returns when nothing is in flight any more, time is up, or a signal says to stop at once. */
  void run(BlockingQueue<Signals> signals) throws InterruptedException {
    var edge = service.config().edge();
    var proxy = service.proxy();
    long start = System.nanoTime();
    // First of all: others have the addresses before a client finds nobody here.
    service.leave();
    proxy.drain();
    if (!await(proxy::requests, start + edge.drain().toNanos(), signals)) {
      return;
    }
    int cut = proxy.requests();
    if (cut > 0) {
      LOG.warn(
          "{} connections were still answering after {}", cut, Settings.duration(edge.drain()));
      proxy.cutRequests();
    }
    long end = start + Math.max(edge.drain().toNanos(), edge.drainTunnels().toNanos());
    if (await(proxy::connections, end, signals) && proxy.connections() > 0) {
      LOG.warn(
          "{} tunnels were still open after {}",
          proxy.connections(),
          Settings.duration(edge.drainTunnels()));
    }
  }

  /** Waits for the count to be zero, or for the time; false if a signal says to stop at once. */
  private static boolean await(IntSupplier count, long until, BlockingQueue<Signals> signals)
      throws InterruptedException {
    while (count.getAsInt() > 0 && System.nanoTime() - until < 0) {
      var signal = signals.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (signal == Signals.TERM || signal == Signals.INT) {
        LOG.info("stopping at once");
        return false;
      }
    }
    return true;
  }
}
