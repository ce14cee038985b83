package io.weir.proxy.upstream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.dsl.model.RouteSettings;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request's way to a server, over as many tries as its route allows. Lives on the exchange's
 * loop.
 */
final class Forwarding
    implements Connector.Taker, ResponseListener, PlaceWait.Owner, RequestRelay.Owner {
  private static final byte[] H2C = Octets.of("h2c");
  private static final byte[] H2 = Octets.of("h2");
  private static final byte[] HTTP = Octets.of("http/");

  private final ForwardStep step;
  private final Exchange exchange;
  private final RouteSettings settings;
  private final Promise<Reply> reply = Promise.promise();
  private final boolean upgrade;
  private final @Nullable RequestRelay relay;
  private final PlaceWait wait;
  private UpstreamPool.@Nullable Place place;
  private @Nullable UpstreamConnection connection;
  private long tried;
  private int attempts;
  private boolean retrying;
  private int lastServer;
  private boolean octetsSent;
  private boolean lostOne;
  private boolean over;

  Forwarding(ForwardStep step, Exchange exchange) {
    this.step = step;
    this.exchange = exchange;
    var route = exchange.route();
    this.settings = route == null ? RouteSettings.DEFAULT : route.settings();
    this.wait = new PlaceWait(step.pool, exchange, this);
    this.upgrade = isTunnelled(exchange);
    this.relay =
        exchange.request().bodyLength() == 0
            ? null
            : new RequestRelay(this, exchange, isRepeatable() && settings.retry().attempts() > 0);
  }

  Future<Reply> reply() {
    return reply.future();
  }

  void begin() {
    exchange.onClientGone(this::clientGone);
    exchange.sentTo(step.pool.model().name(), "-");
    attempt();
  }

  @Override
  public void placeMayBeFree() {
    attempt();
  }

  @Override
  public void noPlace(ProxyFailure why) {
    finish(why);
  }

  @Override
  public void connected(UpstreamConnection made, long nanos) {
    if (place != null && !made.wasUsed()) {
      place.endpoint().answered();
    }
    if (over) {
      // The client went meanwhile. A fresh connection was never used, so it is closed, not kept.
      made.close();
      leave();
      return;
    }
    connection = made;
    exchange.timeline().connected = System.nanoTime();
    var request = exchange.request();
    made.begin(
        this,
        request.method(),
        upgrade,
        settings.timeouts(),
        step.pool.model().idleTimeout().toNanos());
    var head = step.upstreams.shared(exchange.loop()).head();
    var at = place;
    if (at == null) {
      throw new IllegalStateException("an attempt has a place");
    }
    RequestHeadWriter.compose(head, exchange, step.rules, at.endpoint(), upgrade);
    var out = made.channel().alloc().ioBuffer(head.length());
    head.copyTo(out);
    octetsSent = true;
    made.write(out);
    if (relay == null) {
      made.requestSent();
      made.flush();
    } else {
      relay.sendTo(made);
    }
  }

  @Override
  public void notConnected(ProxyFailure why) {
    if (place != null) {
      place.endpoint().refused(why);
    }
    if (over) {
      leave();
    } else {
      failed(RetryRule.Failure.NO_CONNECTION, why);
    }
  }

  @Override
  public void interim(ResponseHead head) {
    exchange.interim(head);
  }

  @Override
  public void response(ResponseHead head, Body body) {
    exchange.timeline().firstByte = System.nanoTime();
    observeEnd(null, exchange.timeline().firstByte - exchange.timeline().connected);
    if (place != null) {
      place.endpoint().answered();
    }
    over = true;
    endRetry();
    if (relay != null) {
      relay.responded();
    }
    exchange.onClientGone(() -> {});
    reply.complete(Reply.upstream(head, body));
  }

  @Override
  public void released() {
    leave();
  }

  @Override
  public void lost(ProxyFailure why, boolean begun) {
    var used = connection != null && connection.wasUsed();
    var failure =
        begun || !isLoss(why)
            ? RetryRule.Failure.OTHER
            : used
                ? RetryRule.Failure.KEPT_CONNECTION_LOST
                : RetryRule.Failure.FRESH_CONNECTION_LOST;
    failed(failure, why);
  }

  @Override
  public void writable() {
    exchange.requestBody().resume();
  }

  @Override
  public void unwritable() {
    exchange.requestBody().pause();
  }

  @Override
  public void clientFailed(ProxyFailure why) {
    if (!over) {
      abandon(why.why());
      reply.tryFail(why);
    } else if (connection != null) {
      connection.close();
    }
  }

  private void attempt() {
    attempts++;
    var taken = step.pool.enter(exchange.loop(), tried, attempts > 1);
    if (taken == null && tried != 0) {
      // Every other server has been tried: the one that failed may be better by now.
      taken = step.pool.enter(exchange.loop(), 0, true);
    }
    if (taken == null) {
      attempts--;
      await();
      return;
    }
    place = taken;
    wait.end();
    octetsSent = false;
    if (taken.number() < Long.SIZE) {
      tried |= 1L << taken.number();
    }
    var endpoint = taken.endpoint();
    lastServer = endpoint.number();
    step.upstreams.observer().attemptStarted(exchange.loop().index(), lastServer);
    exchange.sentTo(endpoint.pool(), endpoint.name());
    boolean repeatable = isRepeatable();
    // HAProxy's "reuse safe": a request that cannot be sent twice does not ride a kept connection
    // as the first of its client, whose later ones would tell it that connections work.
    boolean takesKept = (repeatable || exchange.ordinal() > 1) && !lostOne;
    step.connector.connect(
        endpoint,
        exchange.loop(),
        takesKept,
        !repeatable || relay != null,
        settings.timeouts().connect(),
        this);
  }

  private void await() {
    if (step.limited) {
      wait.begin();
    } else {
      finish(
          new ProxyFailure(
              Cause.NO_SERVER, "found no usable server in '" + step.pool.model().name() + "'"));
    }
  }

  private void failed(RetryRule.Failure failure, ProxyFailure why) {
    observeEnd(why.why(), 0);
    if (over) {
      leave();
      return;
    }
    connection = null;
    lostOne |= failure != RetryRule.Failure.NO_CONNECTION;
    leave();
    if (relay != null) {
      relay.disconnected();
    }
    var load = step.pool.load();
    var retry = settings.retry();
    boolean budgetLeft =
        retrying
            || RetryRule.isWithinBudget(
                retry, load.requests().get() + load.pausing().get() + 1, load.retries().get());
    var attempt =
        new RetryRule.Attempt(
            failure,
            exchange.request().method(),
            attempts,
            octetsSent,
            relay == null || relay.canRepeat(),
            budgetLeft);
    if (!RetryRule.triesAgain(retry, attempt) || !hasAnotherWay(failure)) {
      finish(why);
      return;
    }
    if (!retrying && failure != RetryRule.Failure.NO_CONNECTION) {
      retrying = true;
      load.retries().incrementAndGet();
    }
    exchange.retried();
    int wait = RetryRule.backOffMillis(failure, attempts, exchange.loop().random().nextDouble());
    if (wait == 0) {
      attempt();
    } else {
      load.pausing().incrementAndGet();
      exchange.loop().eventLoop().schedule(this::pauseEnded, wait, TimeUnit.MILLISECONDS);
    }
  }

  private void observeEnd(@Nullable Cause cause, long firstByteNanos) {
    var held = place;
    int loop = exchange.loop().index();
    if (held == null && cause == null) {
      // A response without content has given its place back already.
      step.upstreams.observer().attemptEnded(loop, lastServer, null, firstByteNanos);
    } else if (held != null) {
      int server = held.endpoint().number();
      step.upstreams.observer().attemptEnded(loop, server, cause, firstByteNanos);
    }
  }

  /** A server that refused a connection is not asked again when it is the only one. */
  private boolean hasAnotherWay(RetryRule.Failure failure) {
    return failure != RetryRule.Failure.NO_CONNECTION
        || Long.bitCount(tried) < step.pool.endpoints().size();
  }

  private void pauseEnded() {
    step.pool.load().pausing().decrementAndGet();
    if (!over) {
      attempt();
    }
  }

  private void finish(ProxyFailure why) {
    over = true;
    endRetry();
    exchange.onClientGone(() -> {});
    if (relay != null) {
      relay.responded();
    }
    reply.tryFail(why);
  }

  private void clientGone() {
    if (!over) {
      abandon(Cause.CLIENT_GONE);
      reply.tryFail(
          new ProxyFailure(Cause.CLIENT_GONE, "the client went before there was a reply"));
    }
  }

  /** Stops whatever is going on. */
  private void abandon(Cause cause) {
    over = true;
    if (place != null) {
      observeEnd(cause, 0);
    }
    endRetry();
    wait.end();
    var current = connection;
    connection = null;
    if (relay != null) {
      relay.responded();
    }
    if (current != null) {
      current.close();
    }
  }

  /** Gives the place at the server back; it is held from {@link #attempt} on. */
  private void leave() {
    var held = place;
    place = null;
    if (held != null) {
      step.pool.leave(held);
    }
    if (over) {
      endRetry();
    }
  }

  private void endRetry() {
    if (retrying) {
      retrying = false;
      step.pool.load().retries().decrementAndGet();
    }
  }

  private boolean isRepeatable() {
    var request = exchange.request();
    return request.method() != Method.OTHER && request.method().isIdempotent() && !upgrade;
  }

  /**
   * Whether the request asks for an upgrade that is passed on. One to HTTP/2 is not: a server that
   * took that up would speak a protocol in which the rules of this proxy do not hold. Nor is one
   * with content, behind which the client's half of a tunnel would have to begin.
   */
  static boolean isTunnelled(Exchange exchange) {
    if (!exchange.request().upgrade() || exchange.request().bodyLength() != 0) {
      return false;
    }
    var fields = exchange.request().fields();
    for (int i = fields.first(FieldName.UPGRADE); i >= 0; i = fields.next(FieldName.UPGRADE, i)) {
      if (namesHttp(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9110 7.8: protocols have versions, so HTTP may be named as h2c, h2 or HTTP/2.0. */
  private static boolean namesHttp(byte[] bytes, int start, int end) {
    if (Octets.listHas(bytes, start, end, H2C) || Octets.listHas(bytes, start, end, H2)) {
      return true;
    }
    for (int i = start; i + HTTP.length <= end; i++) {
      if (Octets.isLower(bytes, i, HTTP)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoss(ProxyFailure why) {
    return why.why() == Cause.UPSTREAM_CLOSED || why.why() == Cause.UPSTREAM_RESET;
  }
}
