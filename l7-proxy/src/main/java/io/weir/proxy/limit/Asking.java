package io.weir.proxy.limit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.ProxyFailure;
import java.util.List;
import java.util.function.Supplier;

/**
 * A request while Redis is asked about its shared limits: what it needs of the local ones it has
 * taken already. On the exchange's loop.
 */
final class Asking implements RedisBatch.Question {
  private static final double NANOS_PER_MICRO = 1_000;

  private final List<RedisBatch.Part> parts;
  private final List<Check> checks;
  private final long now;
  private final Supplier<Future<Reply>> afterAnswer;
  private final Supplier<Future<Reply>> withoutAnswer;
  private final Promise<Reply> promise = Promise.promise();

  /**
   * @param parts what is asked
   * @param checks where the answers go, one for each part
   * @param afterAnswer how it goes on when the checks are filled
   * @param withoutAnswer how it goes on if they are not
   */
  Asking(
      List<RedisBatch.Part> parts,
      List<Check> checks,
      long now,
      Supplier<Future<Reply>> afterAnswer,
      Supplier<Future<Reply>> withoutAnswer) {
    this.parts = parts;
    this.checks = checks;
    this.now = now;
    this.afterAnswer = afterAnswer;
    this.withoutAnswer = withoutAnswer;
  }

  /** Asks Redis; the reply in the end. */
  Future<Reply> ask(Redis redis, Exchange exchange) {
    var link = redis.link(exchange.loop());
    if (!link.isUp()) {
      redis.count(false, 1);
      return withoutAnswer.get();
    }
    link.ask(this);
    return promise.future();
  }

  @Override
  public List<RedisBatch.Part> parts() {
    return parts;
  }

  @Override
  public void answered(List<Long> answer, int start) {
    for (int i = 0; i < parts.size(); i++) {
      boolean isTaken = answer.get(start + 2 * i) == 1;
      fill(checks.get(i), parts.get(i), isTaken, answer.get(start + 2 * i + 1));
    }
    goOn(afterAnswer);
  }

  @Override
  public void unanswered() {
    goOn(withoutAnswer);
  }

  /**
   * Notes what Redis says, and has the local bucket know it in case Redis is not there next time.
   */
  private void fill(Check check, RedisBatch.Part part, boolean isTaken, long microsToFull) {
    var rule = part.rule();
    var terms = rule.terms();
    double fullIn = microsToFull * NANOS_PER_MICRO;
    double each = terms.nanosEach();
    check.isTaken = isTaken;
    check.remaining = Math.max(0, (long) (terms.burst() - fullIn / each));
    long wanted = isTaken ? check.remaining + 1 : rule.limit().cost();
    check.moreNanos = Math.max(0, (long) (fullIn - (terms.burst() - wanted) * each));
    check.waitNanos = isTaken ? 0 : check.moreNanos;
    rule.ledger().table().learn(terms, part.key(), now + (long) fullIn, now);
  }

  private void goOn(Supplier<Future<Reply>> way) {
    Future<Reply> reply;
    try {
      reply = way.get();
    } catch (RuntimeException e) {
      promise.fail(ProxyFailure.of(e));
      return;
    }
    reply.onComplete(promise);
  }
}
