package io.weir.proxy.upstream;

import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request's wait for a place in a pool that is full. Lives on the exchange's loop. */
final class PlaceWait implements UpstreamPool.Waiter {
  private final UpstreamPool pool;
  private final Exchange exchange;
  private final Owner owner;
  private @Nullable ScheduledFuture<?> patience;
  private boolean waits;

  /** Who waits. */
  interface Owner {
    /** There may be a place now. */
    void placeMayBeFree();

    /** There will be none. */
    void noPlace(ProxyFailure why);
  }

  PlaceWait(UpstreamPool pool, Exchange exchange, Owner owner) {
    this.pool = pool;
    this.exchange = exchange;
    this.owner = owner;
  }

  @Override
  public Loop loop() {
    return exchange.loop();
  }

  @Override
  public void placeFreed() {
    waits = false;
    if (patience == null) {
      // The place is not ours to take any more: the next one in the queue should hear of it.
      pool.wakeOne();
    } else {
      owner.placeMayBeFree();
    }
  }

  /** Waits; whoever was woken in vain goes to the head of the queue, and waits no longer for it. */
  void begin() {
    boolean first = patience != null;
    if (!first) {
      long nanos = pool.model().queueWait().toNanos();
      patience = exchange.loop().eventLoop().schedule(this::timedOut, nanos, TimeUnit.NANOSECONDS);
    }
    waits = pool.await(this, first);
    if (!waits) {
      end();
      owner.noPlace(
          new ProxyFailure(
              Cause.QUEUE_FULL,
              "found "
                  + pool.model().queueLength()
                  + " requests waiting for '"
                  + pool.model().name()
                  + "'; expected room for one more"));
    } else if (pool.hasRoom() && pool.stopAwaiting(this)) {
      // A place was freed between looking for one and joining the queue.
      exchange.loop().execute(this::placeFreed);
    }
  }

  /** Waits no more: there is a place, or nobody wants one. */
  void end() {
    if (patience != null) {
      patience.cancel(false);
      patience = null;
    }
    if (waits) {
      waits = false;
      pool.stopAwaiting(this);
    }
  }

  private void timedOut() {
    end();
    owner.noPlace(
        new ProxyFailure(
            Cause.QUEUE_TIMEOUT,
            "found no place in '"
                + pool.model().name()
                + "' after "
                + pool.model().queueWait().toMillis()
                + " ms"));
  }
}
