package io.weir.proxy.auth;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Claims;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.List;
import java.util.function.Predicate;

/** Lets those pass who bring a token that verifies (RFC 6750). */
final class JwtFilter implements Filter {
  private final TokenVerifier verifier;
  private final Predicate<Exchange> require;
  private final boolean strips;

  /**
   * @param require what must hold beside
   */
  JwtFilter(TokenVerifier verifier, Predicate<Exchange> require, boolean strips) {
    this.verifier = verifier;
    this.require = require;
    this.strips = strips;
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var checked = verifier.check(exchange);
    return switch (checked) {
      case Checked.UnknownKey _, Checked.NoKeys _ ->
          Workers.onLoop(exchange.loop(), verifier.ring().renew())
              .compose(_ -> decided(exchange, next, verifier.check(exchange)));
      case Checked.Absent _, Checked.Several _, Checked.Refused _, Checked.Verified _ ->
          decided(exchange, next, checked);
    };
  }

  private Future<Reply> decided(Exchange exchange, Next next, Checked checked) {
    return switch (checked) {
      case Checked.Verified(var claims) -> verified(exchange, next, claims);
      case Checked.Absent _ ->
          refused(exchange, Cause.AUTH_REQUIRED, "found no token", Challenge.bearer(realm()));
      case Checked.Several(var where) -> {
        mask(exchange);
        yield Future.failedFuture(Challenge.several(where));
      }
      case Checked.Refused(var why) -> invalid(exchange, why);
      case Checked.UnknownKey _ -> invalid(exchange, "no key that is known made the signature");
      case Checked.NoKeys _ -> {
        mask(exchange);
        yield Future.failedFuture(
            new ProxyFailure(
                Cause.AUTH_UNAVAILABLE, "found no keys of jwt '" + realm() + "' so far"));
      }
    };
  }

  private Future<Reply> verified(Exchange exchange, Next next, Claims claims) {
    exchange.claims(verifier.name(), claims);
    var subject = claims.text("sub");
    if (subject != null) {
      exchange.user(subject);
    }
    if (!require.test(exchange)) {
      return refused(
          exchange,
          Cause.AUTH_INSUFFICIENT,
          "found a token that does not fulfil what the route requires",
          Challenge.bearer(realm(), "insufficient_scope", "the token does not allow this"));
    }
    if (strips) {
      verifier.places().forEach(place -> place.strip(exchange));
    }
    mask(exchange);
    return next.proceed(exchange);
  }

  private Future<Reply> invalid(Exchange exchange, String why) {
    return refused(
        exchange,
        Cause.AUTH_REFUSED,
        "found a token that does not count: " + why,
        Challenge.bearer(realm(), "invalid_token", why));
  }

  private Future<Reply> refused(Exchange exchange, Cause cause, String detail, byte[] challenge) {
    mask(exchange);
    return Future.failedFuture(new ProxyFailure(cause, detail, List.of(challenge)));
  }

  private void mask(Exchange exchange) {
    verifier.places().forEach(place -> place.mask(exchange));
  }

  private String realm() {
    return verifier.name();
  }
}
