package io.weir.proxy.auth;

import io.vertx.core.Future;
import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Condition;
import io.weir.dsl.model.JwtVerifier;
import io.weir.dsl.model.JwtVerifier.Keys;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.WeirConfig;
import io.weir.proxy.exchange.Claims;
import io.weir.proxy.exchange.ClaimsSource;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that one configuration says of authentication, compiled. To be closed when no request uses it
 * any more. Made by one thread; filters and claims are then for every loop.
 */
public final class Logins implements Closeable, ClaimsSource {
  private final AuthStore store;
  private final Uses uses;
  private final Function<Auth.Forward, Next> ask;
  private final Function<Condition, Predicate<Exchange>> conditions;
  private final Map<String, TokenVerifier> verifiers = new HashMap<>();
  private final List<TokenVerifier> routing = new ArrayList<>();

  private Logins(
      AuthStore store,
      Function<Auth.Forward, Next> ask,
      Function<Condition, Predicate<Exchange>> conditions) {
    this.store = store;
    this.uses = new Uses(store);
    this.ask = ask;
    this.conditions = conditions;
  }

  /**
   * Compiles what tokens are verified by.
   *
   * @param ask sends a request to the server that a route asks
   * @param conditions compiles conditions
   * @throws IOException if keys cannot be read; the message says which and why
   */
  public static Logins of(
      WeirConfig config,
      AuthStore store,
      Function<Auth.Forward, Next> ask,
      Function<Condition, Predicate<Exchange>> conditions)
      throws IOException {
    var logins = new Logins(store, ask, conditions);
    LongSupplier clock = () -> Math.floorDiv(System.currentTimeMillis(), 1000L);
    try {
      for (var model : config.verifiers()) {
        var ring = logins.ring(model);
        logins.verifiers.put(model.name(), new TokenVerifier(model, ring, clock));
      }
      tested(config).forEach(name -> logins.routing.add(logins.verifier(name)));
    } catch (IOException e) {
      logins.close();
      throw e;
    }
    return logins;
  }

  /**
   * The filter that lets only those pass to a route who may, if it asks who anybody is.
   *
   * @throws IOException if a file cannot be read; the message says which and why
   */
  public Optional<Filter> filter(Route route) throws IOException {
    var auth = route.settings().auth();
    return auth.isEmpty() ? Optional.empty() : Optional.of(filter(auth.get(), route));
  }

  private Filter filter(Auth auth, Route route) throws IOException {
    return switch (auth) {
      case Auth.Basic basic -> new BasicFilter(basic, store.passwords(basic.users(), uses));
      case Auth.Key key -> new KeyFilter(key, store.keys(key.keys(), uses));
      case Auth.Jwt(var verifier, var require, var strips) ->
          new JwtFilter(verifier(verifier), require.map(conditions).orElse(_ -> true), strips);
      case Auth.Forward forward -> {
        var caching = forward.caching();
        var answers =
            caching.isEmpty() ? null : store.answers(forward, caching.get(), route.name(), uses);
        yield new ForwardFilter(forward, route, ask.apply(forward), answers);
      }
    };
  }

  @Override
  public @Nullable Claims of(Exchange exchange, String verifier) {
    var checked = verifier(verifier).check(exchange);
    return checked instanceof Checked.Verified(var claims) ? claims : null;
  }

  /**
   * What must be waited for before routes are looked at: keys that are fetched because the token
   * names one that is not known, where a condition asks for claims. Null, and cheap, else.
   */
  public @Nullable Future<?> awaited(Exchange exchange) {
    for (var verifier : routing) {
      switch (verifier.check(exchange)) {
        case Checked.UnknownKey _, Checked.NoKeys _ -> {
          return Workers.onLoop(exchange.loop(), verifier.ring().renew());
        }
        case Checked.Absent _, Checked.Several _, Checked.Refused _, Checked.Verified _ -> {}
      }
    }
    return null;
  }

  /** Gives back what only this configuration used. */
  @Override
  public void close() {
    uses.close();
  }

  /** The verifiers whose claims decide which route is chosen. */
  private static Set<String> tested(WeirConfig config) {
    var names = new TreeSet<String>();
    for (var host : config.hosts()) {
      for (var route : host.routes()) {
        route.when().ifPresent(condition -> addTested(condition, names));
      }
    }
    return names;
  }

  private static void addTested(Condition condition, Set<String> names) {
    switch (condition) {
      case Condition.And(var parts) -> parts.forEach(part -> addTested(part, names));
      case Condition.Or(var parts) -> parts.forEach(part -> addTested(part, names));
      case Condition.Not(var part) -> addTested(part, names);
      case Condition.Test(Condition.Field.Jwt(var verifier, _), _) -> names.add(verifier);
      case Condition.Test _ -> {}
    }
  }

  private TokenVerifier verifier(String name) {
    var found = verifiers.get(name);
    if (found == null) {
      throw new IllegalStateException("the language checks that jwt '" + name + "' is");
    }
    return found;
  }

  private KeyRing ring(JwtVerifier model) throws IOException {
    return switch (model.keys()) {
      case Keys.Stored(var from) -> store.publicKeys(from, uses);
      case Keys.Shared(var from) -> store.secret(from, uses);
      case Keys.Fetched(var url, var refresh) -> store.fetched(url, refresh, uses);
    };
  }
}
