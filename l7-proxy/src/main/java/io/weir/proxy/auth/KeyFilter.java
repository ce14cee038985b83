package io.weir.proxy.auth;

import io.vertx.core.Future;
import io.weir.dsl.model.Auth;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;

/** Lets those pass who bring a key of a set. */
final class KeyFilter implements Filter {
  private final Place place;
  private final Kept<ApiKeys> keys;
  private final boolean strips;
  private final String where;
  private final byte[] challenge;

  KeyFilter(Auth.Key model, Kept<ApiKeys> keys) {
    this.place = Place.of(model.place());
    this.keys = keys;
    this.strips = model.strips();
    this.where = model.place().text();
    this.challenge = Challenge.key(where.replace("\"", ""));
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    return switch (place.find(exchange)) {
      case Presented.Nothing _ ->
          Future.failedFuture(
              Challenge.failure(Cause.AUTH_REQUIRED, "found no key in " + where, challenge));
      case Presented.Several _ -> {
        place.mask(exchange);
        yield Future.failedFuture(Challenge.several(where));
      }
      case Presented.One one -> {
        var id = keys.current().idOf(one.octets());
        place.mask(exchange);
        if (id == null) {
          yield Future.failedFuture(
              Challenge.failure(
                  Cause.AUTH_REFUSED, "found a key in " + where + " that nobody has", challenge));
        }
        exchange.user(id);
        if (strips) {
          place.strip(exchange);
        }
        yield next.proceed(exchange);
      }
    };
  }
}
