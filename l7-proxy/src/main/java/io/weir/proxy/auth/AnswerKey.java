package io.weir.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Condition.Field;
import io.weir.proxy.exchange.Cookies;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.QueryParameters;
import io.weir.proxy.exchange.SliceTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which requests an answer is for as well: those for the same host with the same values of some
 * fields. Immutable.
 */
record AnswerKey(List<Field> fields) {
  private static final byte[] END = {};

  AnswerKey {
    fields = List.copyOf(fields);
  }

  static AnswerKey of(Optional<Auth.Caching> caching) {
    return new AnswerKey(caching.map(Auth.Caching::key).orElse(List.of()));
  }

  /** The key of a request. */
  Digest of(Exchange exchange) {
    var parts = new ArrayList<byte[]>();
    // One route may serve many hosts, and the server that is asked is told which.
    parts.add(Octets.of(exchange.request().target().host()));
    for (var field : fields) {
      int before = parts.size();
      add(field, exchange, parts);
      // How many values there were, so that those of one field are never taken for another's.
      parts.add(Octets.of(Integer.toString(parts.size() - before)));
    }
    parts.add(END);
    return Digest.salted(parts.toArray(byte[][]::new));
  }

  private static void add(Field field, Exchange exchange, List<byte[]> parts) {
    var request = exchange.request();
    SliceTest gather =
        (bytes, start, end) -> {
          parts.add(Arrays.copyOfRange(bytes, start, end));
          return false;
        };
    switch (field) {
      case Field.ClientIp _, Field.ClientCountry _ -> parts.add(exchange.clientAddress());
      case Field.Method _ -> parts.add(Octets.of(request.methodText()));
      case Field.Path _ -> parts.add(Octets.of(request.target().path()));
      case Field.Scheme _ -> parts.add(Octets.of(exchange.scheme()));
      case Field.Header(var name) -> {
        var fields = request.fields();
        var lower = Octets.of(name);
        for (int i = fields.next(lower, -1); i >= 0; i = fields.next(lower, i)) {
          parts.add(Octets.of(fields.value(i)));
        }
      }
      case Field.Query(var name) ->
          QueryParameters.any(request.target(), name.getBytes(UTF_8), gather);
      case Field.Cookie(var name) -> Cookies.any(request.fields(), name.getBytes(UTF_8), gather);
      case Field.Jwt(var verifier, var claim) -> {
        var claims = exchange.claimsOf(verifier);
        if (claims != null) {
          claims.any(claim, gather);
        }
      }
    }
  }
}
