package io.weir.proxy.limit;

import io.vertx.core.Future;
import io.weir.dsl.model.Limit;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Applies a route's limits of requests at once. What a request takes is given back when its
 * exchange ends, however it does: the reply has left, the client has, or the tunnel is gone.
 */
final class InFlightFilter implements Filter {
  private final List<Rule> rules;
  private final KeyText[] texts;

  /** One limit as a route applies it. */
  record Rule(Limit.InFlight limit, KeyReader reader, InFlightCount count) {
    Cause cause() {
      return limit.isOfRoute() ? Cause.ROUTE_FULL : Cause.TOO_MANY_AT_ONCE;
    }
  }

  /** A place that a request has. */
  private record Taken(InFlightCount count, BucketKey key) {}

  InFlightFilter(List<Rule> rules, int loops) {
    this.rules = List.copyOf(rules);
    this.texts = new KeyText[loops];
    Arrays.setAll(texts, _ -> new KeyText());
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var taken = new ArrayList<Taken>(rules.size());
    for (var rule : rules) {
      var key = new BucketKey();
      if (!rule.reader.read(exchange, texts[exchange.loop().index()], key)) {
        rule.count.count(Outcome.NO_KEY);
      } else if (enter(rule, key, exchange)) {
        taken.add(new Taken(rule.count, key));
      } else {
        leave(taken);
        throw new ProxyFailure(
            rule.cause(),
            "found more requests at once than '%s' allows: %d"
                .formatted(rule.limit.name(), rule.limit.most()));
      }
    }
    if (!taken.isEmpty()) {
      exchange.atEnd(() -> leave(taken));
    }
    return next.proceed(exchange);
  }

  private static boolean enter(Rule rule, BucketKey key, Exchange exchange) {
    var limit = rule.limit;
    if (limit.isDryRun()) {
      if (!rule.count.look(key, limit.most())) {
        exchange.limited(Outcome.DRY_RUN.word(), limit.name());
      }
      return true;
    }
    boolean isIn = rule.count.enter(key, limit.most());
    if (!isIn) {
      exchange.limited(Outcome.REFUSED.word(), limit.name());
    }
    return isIn;
  }

  private static void leave(List<Taken> taken) {
    for (var one : taken) {
      one.count.leave(one.key);
    }
  }
}
