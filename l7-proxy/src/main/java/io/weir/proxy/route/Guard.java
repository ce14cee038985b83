package io.weir.proxy.route;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.proxy.address.AddressMatcher;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.address.Countries;
import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.Cookies;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.QueryParameters;
import io.weir.proxy.exchange.SliceTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A condition in the form that requests are held against: immutable, no garbage for most tests. */
@FunctionalInterface
public interface Guard {
  /** Whether the request fulfils the condition. */
  boolean passes(Exchange exchange);

  /** The guard for a condition that names no file. */
  static Guard of(Condition condition) {
    return of(condition, ClientLookup.LITERAL);
  }

  /** The guard for a condition, its regular expressions and sets compiled. */
  static Guard of(Condition condition, ClientLookup lookup) {
    return switch (condition) {
      case Condition.And(var parts) -> all(guards(parts, lookup));
      case Condition.Or(var parts) -> any(guards(parts, lookup));
      case Condition.Not(var part) -> not(of(part, lookup));
      case Condition.Test(var field, var predicate) -> test(field, predicate, lookup);
    };
  }

  private static Guard[] guards(List<Condition> parts, ClientLookup lookup) {
    return parts.stream().map(part -> of(part, lookup)).toArray(Guard[]::new);
  }

  private static Guard all(Guard[] parts) {
    return exchange -> {
      for (var part : parts) {
        if (!part.passes(exchange)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Guard any(Guard[] parts) {
    return exchange -> {
      for (var part : parts) {
        if (part.passes(exchange)) {
          return true;
        }
      }
      return false;
    };
  }

  private static Guard not(Guard part) {
    return exchange -> !part.passes(exchange);
  }

  private static Guard test(Field field, Predicate predicate, ClientLookup lookup) {
    return switch (field) {
      case Field.Method _ -> method(Slices.test(predicate));
      case Field.Path _ -> path(Slices.test(predicate));
      case Field.Scheme _ -> scheme(Slices.test(predicate));
      case Field.ClientIp _ -> clientIp(predicate, lookup);
      case Field.ClientCountry _ -> country(lookup.countries(), Slices.test(predicate));
      case Field.Header(var name) -> header(Octets.of(name), Slices.test(predicate));
      case Field.Query(var name) -> query(Slices.utf8(name), Slices.test(predicate));
      case Field.Cookie(var name) -> cookie(Slices.utf8(name), Slices.test(predicate));
      case Field.Jwt(var verifier, var claim) -> jwt(verifier, claim, Slices.test(predicate));
    };
  }

  private static Guard country(Countries countries, SliceTest test) {
    return exchange -> {
      var code = Octets.of(countries.of(exchange.clientAddress()));
      return code.length > 0 && test.passes(code, 0, code.length);
    };
  }

  private static Guard method(SliceTest test) {
    return exchange -> test.passes(exchange.request().bytes(), 0, exchange.request().methodEnd());
  }

  private static Guard path(SliceTest test) {
    return exchange -> {
      var target = exchange.request().target();
      return test.passes(target.bytes(), target.pathStart(), target.pathEnd());
    };
  }

  private static Guard scheme(SliceTest test) {
    boolean plain = test.passes(Octets.of("http"), 0, 4);
    boolean secure = test.passes(Octets.of("https"), 0, 5);
    return exchange -> exchange.isSecure() ? secure : plain;
  }

  private static Guard clientIp(Predicate predicate, ClientLookup lookup) {
    return switch (predicate) {
      case Predicate.Inside(var addresses) -> inside(lookup.set(addresses));
      case Predicate.Is(var text) when ParsedAddress.parse(text).isPresent() ->
          oneOf(List.of(ParsedAddress.parse(text).get()));
      case Predicate.OneOf(var texts) when isAddresses(texts) ->
          oneOf(texts.stream().map(ParsedAddress::parse).flatMap(Optional::stream).toList());
      case Predicate.Present _,
          Predicate.Is _,
          Predicate.Starts _,
          Predicate.Ends _,
          Predicate.Has _,
          Predicate.Matches _,
          Predicate.Compare _,
          Predicate.OneOf _ ->
          clientIpText(Slices.test(predicate));
    };
  }

  private static boolean isAddresses(List<String> texts) {
    return texts.stream().allMatch(text -> ParsedAddress.parse(text).isPresent());
  }

  private static Guard inside(AddressMatcher addresses) {
    return exchange -> addresses.contains(exchange.clientAddress());
  }

  private static Guard oneOf(List<ParsedAddress> addresses) {
    var entries = new LinkedHashMap<OctetTable.Key, Boolean>();
    addresses.forEach(address -> entries.put(new OctetTable.Key(address.bytes()), true));
    var table = OctetTable.of(entries);
    return exchange -> {
      var address = exchange.clientAddress();
      return table.find(address, 0, address.length) != null;
    };
  }

  private static Guard clientIpText(SliceTest test) {
    return exchange -> {
      var text = Octets.of(exchange.clientAddressText());
      return test.passes(text, 0, text.length);
    };
  }

  private static Guard header(byte[] lowerName, SliceTest test) {
    int hash = FieldName.hash(lowerName, 0, lowerName.length);
    var known = FieldName.find(lowerName, 0, lowerName.length, hash);
    return known == null ? unknownHeader(lowerName, test) : knownHeader(known, test);
  }

  private static Guard knownHeader(FieldName name, SliceTest test) {
    return exchange -> {
      var fields = exchange.request().fields();
      for (int i = fields.first(name); i >= 0; i = fields.next(name, i)) {
        if (passes(fields, i, test)) {
          return true;
        }
      }
      return false;
    };
  }

  private static Guard unknownHeader(byte[] lowerName, SliceTest test) {
    return exchange -> {
      var fields = exchange.request().fields();
      for (int i = fields.next(lowerName, -1); i >= 0; i = fields.next(lowerName, i)) {
        if (passes(fields, i, test)) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean passes(FieldLines fields, int i, SliceTest test) {
    return test.passes(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
  }

  private static Guard query(byte[] name, SliceTest test) {
    return exchange -> QueryParameters.any(exchange.request().target(), name, test);
  }

  private static Guard cookie(byte[] name, SliceTest test) {
    return exchange -> Cookies.any(exchange.request().fields(), name, test);
  }

  private static Guard jwt(String verifier, String claim, SliceTest test) {
    return exchange -> {
      var claims = exchange.claimsOf(verifier);
      return claims != null && claims.any(claim, test);
    };
  }
}
