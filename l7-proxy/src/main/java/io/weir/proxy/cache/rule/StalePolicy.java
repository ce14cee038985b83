package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import java.util.List;
import java.util.Locale;

/**
 * What a route says about times of its own. Immutable; all times are milliseconds.
 *
 * @param ttls the first that fits gives the lifetime of a response that states none; with {@code
 *     ignoresOrigin}, of every response
 * @param ifUnreachableMillis RFC 9111 4.2.4: a cache that is disconnected may use what is stale,
 *     unless that is forbidden
 * @param ignoresOrigin whether what servers say about caching is not looked at
 */
public record StalePolicy(
    List<Ttl> ttls,
    long whileRevalidateMillis,
    long ifErrorMillis,
    long ifUnreachableMillis,
    boolean ignoresOrigin) {
  public StalePolicy {
    ttls = List.copyOf(ttls);
  }

  /** What RFC 9111 alone says, with an hour of use while no server can be reached. */
  public static final StalePolicy PLAIN = new StalePolicy(List.of(), 0, 0, 3600L * 1000, false);

  /**
   * A lifetime for some responses.
   *
   * @param least the lowest status that it is for
   * @param most the highest
   * @param types media types in lower case, {@code image/*} for all of a kind; empty: any
   */
  public record Ttl(int least, int most, List<String> types, long millis) {
    public Ttl {
      types = List.copyOf(types);
    }

    boolean fits(int status, FieldLines fields) {
      return status >= least && status <= most && (types.isEmpty() || fitsType(fields));
    }

    private boolean fitsType(FieldLines fields) {
      var value = fields.value(FieldName.CONTENT_TYPE);
      if (value == null) {
        return false;
      }
      int end = value.indexOf(';');
      var type = (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
      for (var pattern : types) {
        boolean isKind = pattern.endsWith("/*");
        if (isKind
            ? type.startsWith(pattern.substring(0, pattern.length() - 1))
            : type.equals(pattern)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether the route itself gives such a response a lifetime. */
  boolean covers(int status, FieldLines fields) {
    return ttls.stream().anyMatch(ttl -> ttl.fits(status, fields));
  }

  long lifetime(int status, FieldLines fields, CacheControl directives, long responseMillis) {
    long explicit = ignoresOrigin ? -1 : Freshness.explicit(fields, directives, responseMillis);
    if (explicit >= 0) {
      return explicit;
    }
    for (var ttl : ttls) {
      if (ttl.fits(status, fields)) {
        return ttl.millis();
      }
    }
    return ignoresOrigin ? 0 : Freshness.heuristic(status, fields, directives, responseMillis);
  }
}
