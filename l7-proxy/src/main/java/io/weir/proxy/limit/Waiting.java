package io.weir.proxy.limit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;

/**
 * A request that is held back until its turn: the leaky queue. Its places are taken from the
 * buckets already; a client that goes leaves them to whoever comes next. On the exchange's loop.
 */
final class Waiting extends Deadline {
  private final Promise<Reply> promise = Promise.promise();
  private final Exchange exchange;
  private final Next next;
  private final Taken taken;
  private final Runnable ended;
  private boolean hasLeft;

  /**
   * @param next where the request goes at its turn
   * @param taken what it has of each limit
   * @param ended what to do when it waits no more
   */
  Waiting(Exchange exchange, Next next, Taken taken, Runnable ended) {
    this.exchange = exchange;
    this.next = next;
    this.taken = taken;
    this.ended = ended;
  }

  /** Waits until this time. */
  Future<Reply> until(long at) {
    exchange.onClientGone(this::left);
    exchange.loop().deadlines().set(this, at);
    return promise.future();
  }

  private void left() {
    if (!hasLeft) {
      hasLeft = true;
      taken.leave();
      ended.run();
      promise.fail(
          new ProxyFailure(
              Cause.CLIENT_GONE, "found the client gone while it waited for its turn"));
    }
  }

  @Override
  protected void expired(long now) {
    if (hasLeft) {
      taken.forget();
      return;
    }
    exchange.onClientGone(() -> {});
    ended.run();
    try {
      next.proceed(exchange).onComplete(promise);
    } catch (RuntimeException e) {
      promise.fail(ProxyFailure.of(e));
    }
  }
}
