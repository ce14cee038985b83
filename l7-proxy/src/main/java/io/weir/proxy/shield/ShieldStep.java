package io.weir.proxy.shield;

import io.vertx.core.Future;
import io.weir.dsl.model.SecurityHeaders;
import io.weir.dsl.model.Shield;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ReplyDress;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives every reply of a route, refusals too, its fields for browsers, and answers their questions
 * about other origins before anything else looks at them: they carry no login. Immutable.
 */
public final class ShieldStep implements Filter, ReplyDress {
  private final @Nullable SecurityFields security;
  private final @Nullable Sharing sharing;

  private ShieldStep(Shield shield) {
    this.sharing = shield.cors().map(Sharing::new).orElse(null);
    this.security =
        shield.securityHeaders() == SecurityHeaders.OFF
            ? null
            : new SecurityFields(shield.securityHeaders(), sharing != null);
  }

  /** The step of a route; empty if it has nothing to say. */
  public static Optional<Filter> of(Shield shield) {
    return shield.securityHeaders() == SecurityHeaders.OFF && shield.cors().isEmpty()
        ? Optional.empty()
        : Optional.of(new ShieldStep(shield));
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    exchange.dress(this);
    if (sharing != null && Sharing.isQuestion(exchange)) {
      return answer(sharing, exchange);
    }
    return next.proceed(exchange)
        .map(reply -> {
          if (!(reply.body() instanceof Body.Tunnel)) {
            apply(exchange, reply);
          }
          return reply;
        });
  }

  @Override
  public void apply(Exchange exchange, Reply reply) {
    if (sharing != null) {
      sharing.apply(exchange, reply);
    }
    if (security != null) {
      security.apply(exchange, reply);
    }
  }

  private Future<Reply> answer(Sharing rule, Exchange exchange) {
    try {
      var reply = rule.answer(exchange);
      if (security != null) {
        security.apply(exchange, reply);
      }
      return Future.succeededFuture(reply);
    } catch (ProxyFailure refused) {
      return Future.failedFuture(refused);
    }
  }
}
