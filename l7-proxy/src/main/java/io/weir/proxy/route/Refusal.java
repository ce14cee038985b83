package io.weir.proxy.route;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Route;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.exchange.Cookies;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.QueryParameters;
import io.weir.proxy.exchange.SliceTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why a route does not match a request, part by part and without the tree. */
final class Refusal {
  private final Exchange exchange;
  private final ClientLookup lookup;

  private Refusal(Exchange exchange, ClientLookup lookup) {
    this.exchange = exchange;
    this.lookup = lookup;
  }

  /** The test that the request fails and what it has instead; empty if the route matches. */
  static Optional<String> of(Route route, Exchange exchange, ClientLookup lookup) {
    var path = exchange.request().target().path();
    if (!matches(route.path(), path)) {
      return Optional.of("path is " + ConditionText.quoted(path) + ", not " + route.path().text());
    }
    return route.when().flatMap(new Refusal(exchange, lookup)::of);
  }

  private static boolean matches(PathPattern pattern, String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    var segments = path.substring(1).split("/", -1);
    int count = pattern.segments().size();
    if (pattern.rest() ? segments.length <= count : segments.length != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (!matches(pattern.segments().get(i), segments[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Segment segment, String text) {
    return switch (segment) {
      case Segment.Literal(var literal) -> text.equals(literal);
      case Segment.Capture _ -> !text.isEmpty();
      case Segment.Glob(var glob) -> Glob.of(glob).matches(Octets.of(text), 0, text.length());
    };
  }

  private Optional<String> of(Condition condition) {
    return switch (condition) {
      case Condition.And(var parts) -> refusals(parts).stream().findFirst();
      case Condition.Or(var parts) -> {
        var refusals = refusals(parts);
        yield refusals.size() < parts.size()
            ? Optional.empty()
            : Optional.of(String.join("; ", refusals));
      }
      case Condition.Not(var part) ->
          Guard.of(part, lookup).passes(exchange)
              ? Optional.of(ConditionText.of(condition) + found(part))
              : Optional.empty();
      case Condition.Test _ ->
          Guard.of(condition, lookup).passes(exchange)
              ? Optional.empty()
              : Optional.of(ConditionText.of(condition) + found(condition));
    };
  }

  private List<String> refusals(List<Condition> parts) {
    return parts.stream().map(this::of).flatMap(Optional::stream).toList();
  }

  private String found(Condition condition) {
    return condition instanceof Condition.Test(var field, _) ? ": found " + found(field) : "";
  }

  private String found(Field field) {
    var values = values(field);
    return values.isEmpty()
        ? "none"
        : values.stream().map(ConditionText::quoted).collect(Collectors.joining(", "));
  }

  private List<String> values(Field field) {
    var request = exchange.request();
    var values = new ArrayList<String>();
    SliceTest gather =
        (bytes, start, end) -> {
          values.add(new String(Arrays.copyOfRange(bytes, start, end), StandardCharsets.UTF_8));
          return false;
        };
    switch (field) {
      case Field.Method _ -> values.add(request.methodText());
      case Field.Path _ -> values.add(request.target().path());
      case Field.Scheme _ -> values.add(exchange.scheme());
      case Field.ClientIp _ -> values.add(exchange.clientAddressText());
      case Field.ClientCountry _ -> {
        var country = lookup.countries().of(exchange.clientAddress());
        if (!country.isEmpty()) {
          values.add(country);
        }
      }
      case Field.Header(var name) -> values.addAll(request.fields().values(name));
      case Field.Query(var name) ->
          QueryParameters.any(request.target(), Slices.utf8(name), gather);
      case Field.Cookie(var name) -> Cookies.any(request.fields(), Slices.utf8(name), gather);
      case Field.Jwt(var verifier, var claim) -> {
        var claims = exchange.claimsOf(verifier);
        if (claims != null) {
          claims.any(claim, gather);
        }
      }
    }
    return values;
  }
}
