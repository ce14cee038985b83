package io.weir.proxy.http1;

import io.vertx.core.AsyncResult;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Timeouts;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.exchange.Terms;
import io.weir.proxy.exchange.Timeline;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a client's connection: one request after the other is answered, and the replies
 * are written in the order of the requests. Lives on the connection's loop.
 */
final class Conversation {
  private final ServerConnection connection;
  private final Http1Loop shared;
  private final long opened = System.nanoTime();
  private long closesAt;

  /** One for all requests of the connection. */
  private final Consumer<ResponseHead> interim = this::writeInterim;

  private @Nullable Exchange exchange;
  private @Nullable RequestBody body;
  private @Nullable ReplyWriter writer;
  private Timeouts lastTimeouts = Timeouts.DEFAULT;
  private int requests;
  private boolean persists = true;
  private boolean outputEnded;
  private boolean continued;

  Conversation(ServerConnection connection, Http1Loop shared) {
    this.connection = connection;
    this.shared = shared;
    ages(connection.limits().lifetime());
  }

  /** Has the connection close at this age, or soon before or after. */
  void ages(Duration lifetime) {
    long age = lifetime.toNanos();
    // Connections that were opened together should not all be closed together.
    long spread = shared.loop.random().nextLong(age / 5 + 1) - age / 10;
    closesAt = opened + age + spread;
  }

  /** Whether no request is being answered. */
  boolean isIdle() {
    return exchange == null;
  }

  boolean isTunnel() {
    return body != null && body.isRaw() && body.isStarted();
  }

  /** The content of the request at hand, or null if it has none. */
  @Nullable RequestBody body() {
    return body;
  }

  /** The time-outs of the route at hand; between requests, of the last one. */
  Timeouts timeouts() {
    var current = exchange;
    if (current == null) {
      return lastTimeouts;
    }
    var route = current.route();
    return route == null ? Timeouts.DEFAULT : route.settings().timeouts();
  }

  /** The most octets that the content of the request at hand may have. */
  long bodyAllowed() {
    var current = exchange;
    var route = current == null ? null : current.route();
    return route == null ? RouteSettings.UNLIMITED : route.settings().bodyMax();
  }

  /** Octets of the request's content came. */
  void bodyReceived(int octets) {
    var current = exchange;
    if (current != null) {
      current.traffic().receive(octets);
    }
    connection.clock().received(octets);
  }

  /** Octets of a body were used up. */
  void bodyFed(RequestBody fed) {
    if (exchange == null && body == fed && fed.isDone()) {
      body = null;
      connection.idle();
    }
  }

  /** Whether what remains of the request body makes it wiser to close than to read on. */
  boolean isBodyInTheWay() {
    var current = body;
    if (current == null || current.isRaw() || current.isDone()) {
      return false;
    }
    return current.remaining() > RequestReader.PENDING_MOST || isBodyInDoubt(current);
  }

  /** RFC 9110 10.1.1: a client that was not told to go on may send its content, or may not. */
  private boolean isBodyInDoubt(RequestBody current) {
    return exchange != null
        && exchange.request().expectsContinue()
        && !continued
        && current.received() == 0;
  }

  /** Whether the connection is kept after the reply at hand. */
  boolean persists() {
    boolean isLast = connection.isInputEnded() && connection.reader().isEmpty();
    return persists && !isLast && !connection.isDraining();
  }

  /** A head is whole: has the request answered. */
  void begin(RequestHead head, long started, Terms terms) {
    requests++;
    continued = false;
    long now = System.nanoTime();
    persists = head.keepsAlive() && requests < connection.limits().requests() && now - closesAt < 0;
    BodySource content = BodySource.NONE;
    if (head.bodyLength() != 0) {
      body = new RequestBody(this, head.bodyLength());
      content = body;
    } else if (head.upgrade()) {
      body = new RequestBody(this, IncomingBody.RAW);
      content = body;
    }
    var begun = new Exchange(shared.loop, connection.client(), head, requests, content, interim);
    begun.terms(terms);
    begun.timeline().started = started;
    begun.timeline().headRead = now;
    exchange = begun;
    var reply = shared.handler.handle(begun);
    if (reply.isComplete()) {
      answer(begun, reply);
    } else {
      reply.onComplete(result -> answer(begun, result));
    }
  }

  void bodyStarted() {
    var current = body;
    if (current != null && !current.isRaw()) {
      connection.clock().bodyStarts(System.nanoTime(), timeouts());
    }
    connection.reader().process();
  }

  void bodyStopped() {
    connection.clock().bodyPauses();
    connection.reader().adjust();
  }

  void bodyResumed() {
    connection.clock().bodyResumes();
    connection.reader().process();
  }

  void bodyEnded() {
    connection.clock().bodyEnds();
  }

  /** The octets break a rule of the wire. */
  void malformed(ProxyFailure failure) {
    if (exchange == null) {
      refuse(failure);
    } else {
      failBody(failure);
    }
  }

  /** A time-out that is the client's fault. */
  void timedOut(ProxyFailure why) {
    var current = exchange;
    if (current == null) {
      refuse(why);
    } else if (writer != null) {
      current.failed(why.why(), why.getMessage());
      connection.reset();
    } else {
      failBody(why);
    }
  }

  void writabilityChanged(boolean writable) {
    if (writer != null) {
      writer.writabilityChanged(writable);
    }
  }

  /** Starts the client's half of a tunnel. */
  void openTunnel(BodySink toUpstream) {
    var current = body;
    if (current != null) {
      current.start(toUpstream);
      inputUsedUp();
    }
  }

  /** Nothing more goes to the client of a tunnel. */
  void tunnelHalfClosed() {
    if (body == null || body.isDone()) {
      replyDone(false);
    } else {
      outputEnded = true;
      connection.clock().tunnelUntil(System.nanoTime() + timeouts().idle().toNanos());
    }
  }

  /** The reply at hand is broken, and nothing of it has left: another takes its place. */
  void replace(ProxyFailure why) {
    var current = exchange;
    if (current != null) {
      write(current, shared.handler.rescue(current, why));
    }
  }

  /** The reply is written; the connection goes on to the next request, or closes. */
  void replyDone(boolean goOn) {
    var current = exchange;
    if (current == null) {
      return;
    }
    current.timeline().ended = System.nanoTime();
    lastTimeouts = timeouts();
    exchange = null;
    writer = null;
    shared.handler.ended(current);
    var rest = body;
    if (!goOn) {
      connection.closeGently(rest != null && !rest.isDone() && !rest.isRaw());
      return;
    }
    if (rest == null || rest.isDone()) {
      body = null;
      connection.idle();
    } else {
      rest.cancel();
      connection.clock().discards(System.nanoTime());
    }
    connection.reader().process();
  }

  /** The client sends no more; what Weir itself answers to whole requests it still gets. */
  void inputEnded() {
    var current = body;
    var asked = exchange;
    if (asked == null && !connection.isOpen()) {
      connection.endAtOnce();
    } else if (asked == null || (current != null && current.isRaw())) {
      inputUsedUp();
    } else if ((current != null && !current.isDone())
        || !HalfClose.isAnswered(asked, writer != null)) {
      connection.abandon("the client closed its half of the connection");
    }
  }

  /** All that came has been looked at: if no more comes, the connection or its tunnel may end. */
  void inputUsedUp() {
    if (!connection.isInputEnded()) {
      return;
    }
    var current = body;
    if (exchange == null) {
      if (connection.isOpen() && !connection.reader().goesOn()) {
        connection.endAtOnce();
      }
    } else if (current != null && isTunnel() && connection.reader().isEmpty()) {
      current.endOfInput();
      if (outputEnded) {
        replyDone(false);
      }
    }
  }

  /** The time that a drain has is up. */
  void cut() {
    if (exchange == null) {
      connection.close();
    } else {
      failBody(new ProxyFailure(Cause.DRAINING, "found no whole reply in the time to drain"));
    }
  }

  /** The connection is about to be closed by us: not the client's fault. */
  void stopped() {
    var current = exchange;
    if (current != null) {
      current.failed(
          Cause.DRAINING, isTunnel() ? "found the tunnel still open" : "stopped at once");
    }
  }

  /** The connection is gone; nothing can be written any more. */
  void abandoned(String detail) {
    var lost = exchange;
    exchange = null;
    if (lost == null) {
      return;
    }
    if (!isTunnel()) {
      lost.failed(Cause.CLIENT_GONE, detail);
    }
    if (body != null) {
      body.fail(new ProxyFailure(Cause.CLIENT_GONE, detail));
    }
    if (writer != null) {
      writer.cancel();
    } else {
      lost.clientGone();
    }
    lost.timeline().ended = System.nanoTime();
    shared.handler.ended(lost);
  }

  private void answer(Exchange answered, AsyncResult<Reply> result) {
    if (answered != exchange || writer != null || !connection.isOpen()) {
      if (result.succeeded()) {
        result.result().body().discard();
      }
      return;
    }
    var reply =
        result.succeeded()
            ? result.result()
            : shared.handler.rescue(answered, ProxyFailure.of(result.cause()));
    if (body != null && body.isRaw() && !(reply.body() instanceof Body.Tunnel)) {
      // No tunnel after all: what the client sends next is its next request.
      body = null;
    }
    write(answered, reply);
  }

  private void write(Exchange answered, Reply reply) {
    var started = new ReplyWriter(connection, answered, reply);
    writer = started;
    started.send();
    connection.reader().process();
  }

  private void writeInterim(ResponseHead head) {
    if (exchange != null && writer == null && exchange.request().minorVersion() == 1) {
      continued |= head.status() == 100;
      Interjection.interim(connection, head);
    }
  }

  /** The request body is malformed, too large or too slow; or there is no more time for it. */
  private void failBody(ProxyFailure failure) {
    var failed = exchange;
    var current = body;
    boolean answers = writer != null;
    persists = false;
    connection.reader().discard();
    if (current != null) {
      current.fail(failure);
    }
    if (failed == null) {
      connection.closeGently(true);
    } else if (answers) {
      failed.failed(failure.why(), failure.getMessage());
      connection.reset();
    } else if (writer == null) {
      // The reply first: an attempt that is given up fails at once, and would be answered as 499.
      write(failed, shared.handler.rescue(failed, failure));
      failed.clientGone();
    }
  }

  /** The octets are no request, or come too slowly to be one. */
  private void refuse(ProxyFailure failure) {
    persists = false;
    byte[] line = connection.reader().requestLine();
    connection.reader().discard();
    var timeline = new Timeline();
    long started = connection.reader().started();
    timeline.started = started == 0 ? System.nanoTime() : started;
    var reply = shared.handler.rescue(null, failure);
    Interjection.refusal(connection, reply);
    timeline.ended = System.nanoTime();
    shared.handler.refused(
        shared.loop, connection.client(), new Refused(failure, reply.status(), timeline, line));
    connection.closeGently(true);
  }
}
