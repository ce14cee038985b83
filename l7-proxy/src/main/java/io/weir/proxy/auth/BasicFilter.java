package io.weir.proxy.auth;

import io.vertx.core.Future;
import io.weir.dsl.model.Auth;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;

/** Lets those pass who bring a name and its password (RFC 7617). */
final class BasicFilter implements Filter {
  private final Place place = Place.basic();
  private final PasswordChecks checks;
  private final boolean strips;
  private final byte[] challenge;

  BasicFilter(Auth.Basic model, PasswordChecks checks) {
    this.checks = checks;
    this.strips = model.strips();
    this.challenge = Challenge.basic(model.realm());
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    return switch (place.find(exchange)) {
      case Presented.Nothing _ ->
          Future.failedFuture(
              Challenge.failure(
                  Cause.AUTH_REQUIRED, "found no name and password for this realm", challenge));
      case Presented.Several _ -> Future.failedFuture(Challenge.several("Authorization"));
      case Presented.One(var bytes, var start, var end) -> {
        var given = BasicCredentials.parse(bytes, start, end);
        yield given.isEmpty()
            ? Future.failedFuture(
                refusal("found credentials that cannot be NAME:PASSWORD in Base64"))
            : checks
                .check(exchange.loop(), given.get(), exchange::onClientGone)
                .compose(passed -> decided(exchange, next, given.get().name(), passed));
      }
    };
  }

  private Future<Reply> decided(Exchange exchange, Next next, String name, boolean passed) {
    if (exchange.isClientGone()) {
      return Future.failedFuture(
          new ProxyFailure(
              Cause.CLIENT_GONE, "the client went before its password had been checked"));
    }
    if (!passed) {
      return Future.failedFuture(refusal("found a wrong name or password"));
    }
    exchange.user(name);
    if (strips) {
      place.strip(exchange);
    }
    return next.proceed(exchange);
  }

  private ProxyFailure refusal(String detail) {
    return Challenge.failure(Cause.AUTH_REFUSED, detail, challenge);
  }
}
