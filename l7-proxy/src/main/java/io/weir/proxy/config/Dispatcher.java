package io.weir.proxy.config;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Terms;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import io.weir.proxy.http1.RequestHandler;
import io.weir.proxy.overload.Shedder;
import io.weir.proxy.respond.HttpsRedirect;
import io.weir.proxy.route.RouteTable;
import io.weir.proxy.route.TrustedClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests from the snapshot in force: finds the route and runs its chain. Shared by every
 * loop; {@link #publish} may be called by any thread.
 */
public final class Dispatcher implements RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Next httpsRedirect = new HttpsRedirect();
  private final Sight sight;
  private final Shedder shedder;
  private volatile Snapshot current;
  private volatile boolean draining;

  public Dispatcher(Snapshot first, Sight sight, Shedder shedder) {
    this.shedder = shedder;
    this.current = first;
    this.sight = sight;
  }

  /** The snapshot in force. */
  public Snapshot current() {
    return current;
  }

  /** Puts a snapshot in force: requests whose head is read from now on are answered by it. */
  public void publish(Snapshot next) {
    current = next;
  }

  /** Has connections closed as their requests end. */
  public void drain() {
    draining = true;
  }

  @Override
  public Terms terms() {
    return current;
  }

  @Override
  public byte[] via(Exchange exchange) {
    return terms(exchange).via();
  }

  @Override
  public boolean isDraining() {
    return draining;
  }

  @Override
  public Future<Reply> handle(Exchange exchange) {
    var snapshot = exchange.terms() instanceof Snapshot begun ? begun : current;
    exchange.terms(snapshot);
    try {
      sight.begun(exchange);
      shedder.begun(exchange.loop());
      return handle(exchange, snapshot);
    } catch (ProxyFailure failure) {
      return Future.failedFuture(failure);
    } catch (RuntimeException | StackOverflowError defect) {
      // The loop's edge: one request's defect must not take its connection's loop down.
      LOG.error("a request broke on a defect", defect);
      return Future.failedFuture(ProxyFailure.of(defect));
    }
  }

  @Override
  public Reply rescue(@Nullable Exchange exchange, ProxyFailure failure) {
    if (exchange == null) {
      return current.rescue(failure);
    }
    exchange.failed(failure.why(), failure.getMessage());
    var reply = terms(exchange).rescue(failure);
    exchange.dress(reply);
    return reply;
  }

  @Override
  public void ended(Exchange exchange) {
    if (exchange.status() != 101) {
      shedder.ended(exchange.loop());
    }
    exchange.ended();
    sight.ended(exchange);
  }

  @Override
  public void connected(Loop loop) {
    sight.connected(loop);
  }

  @Override
  public void disconnected(Loop loop) {
    sight.disconnected(loop);
  }

  @Override
  public void tunnelled(Exchange exchange) {
    shedder.ended(exchange.loop());
    sight.tunnelled(exchange);
  }

  @Override
  public void refused(Loop loop, Client client, Refused refused) {
    sight.refused(loop, client, refused);
  }

  private Future<Reply> handle(Exchange exchange, Snapshot snapshot) {
    recogniseClient(exchange, snapshot.trusted());
    if (redirectsToHttps(exchange)) {
      return httpsRedirect.proceed(exchange);
    }
    exchange.claimsSource(snapshot.logins());
    var keys = snapshot.logins().awaited(exchange);
    return keys == null ? run(exchange, snapshot) : keys.compose(_ -> run(exchange, snapshot));
  }

  private Future<Reply> run(Exchange exchange, Snapshot snapshot) {
    findRoute(exchange, snapshot.routes());
    int index = exchange.routeIndex();
    exchange.slot(snapshot.slots()[index]);
    shed(exchange, snapshot);
    return snapshot.chains().get(index).proceed(exchange);
  }

  /** What the request began with: it ends on that, whatever was put in force meanwhile. */
  private Terms terms(Exchange exchange) {
    var begun = exchange.terms();
    return begun == null ? current : begun;
  }

  private void shed(Exchange exchange, Snapshot snapshot) {
    var overload = snapshot.config().edge().overload();
    var route = exchange.route();
    if (overload.isPresent() && route != null) {
      shedder.admit(exchange, overload.get(), route.settings().priority());
    }
  }

  /** Notes who the client is, behind the proxies that are believed. */
  static void recogniseClient(Exchange exchange, TrustedClient trusted) {
    var client = exchange.client();
    if (trusted.believes(client.address())) {
      exchange.peerTrusted(true);
      trusted
          .behind(client.address(), exchange.request().fields())
          .ifPresent(found -> exchange.clientAddress(found.bytes(), found.text()));
      TrustedClient.isSecure(exchange.request().fields()).ifPresent(exchange::secure);
    }
  }

  /** Whether the listener sends the client to https. One that is there already would go round. */
  static boolean redirectsToHttps(Exchange exchange) {
    return exchange.client().listener().redirectToHttps() && !exchange.isSecure();
  }

  /**
   * Notes the route of the request.
   *
   * @throws ProxyFailure if there is none
   */
  static void findRoute(Exchange exchange, RouteTable routes) {
    switch (routes.route(exchange)) {
      case FOUND -> {}
      case NO_HOST ->
          throw new ProxyFailure(
              Cause.NO_HOST,
              "found host '"
                  + exchange.request().target().host()
                  + "'; expected one of a host block");
      case NO_ROUTE ->
          throw new ProxyFailure(
              Cause.NO_ROUTE, "found no route for '" + exchange.request().target().path() + "'");
    }
  }

  /** Lets those requests pass whose length, as they tell it, is not more than the route takes. */
  static Future<Reply> checkBody(Exchange exchange, Next next) {
    var route = exchange.route();
    long length = exchange.request().bodyLength();
    if (route != null && length > route.settings().bodyMax()) {
      return Future.failedFuture(
          new ProxyFailure(
              Cause.BODY_TOO_LARGE,
              "found Content-Length "
                  + length
                  + "; expected at most "
                  + route.settings().bodyMax()));
    }
    return next.proceed(exchange);
  }
}
