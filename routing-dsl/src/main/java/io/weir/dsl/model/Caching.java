package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a route uses a cache.
 *
 * @param cache its name
 * @param ttls how long responses are fresh that do not say; the first that fits counts
 * @param staleWhileRevalidate how long responses are used while they are validated, if they do not
 *     say; empty: not at all
 * @param staleIfError how long they are used if the server fails, if they do not say
 * @param ignoresOrigin whether what servers say about caching is not looked at
 * @param storesCookies whether responses with {@code Set-Cookie} are stored like others
 * @param apart what keeps requests apart beside their URL
 * @param bypass requests that the cache has nothing to do with
 * @param refreshPercent of a lifetime, at its end, in which what is asked for often is fetched
 *     anew; 0: not before it is over
 * @param hintsEarly whether stale responses tell clients what to load while they are validated
 * @param languages the ones that servers have, the usual one first; empty: what clients say in
 *     {@code Accept-Language} counts as it is
 * @param patience how long a request waits for the fetch of another
 */
public record Caching(
    String cache,
    List<Ttl> ttls,
    Optional<Duration> staleWhileRevalidate,
    Optional<Duration> staleIfError,
    boolean ignoresOrigin,
    boolean storesCookies,
    List<KeyPart> apart,
    Optional<Condition> bypass,
    int refreshPercent,
    boolean hintsEarly,
    List<String> languages,
    Duration patience,
    Span span) {
  public Caching {
    ttls = List.copyOf(ttls);
    apart = List.copyOf(apart);
    languages = List.copyOf(languages);
  }

  /** How long a request waits for another that does not say. */
  public static final Duration WAIT = Duration.ofSeconds(5);

  /**
   * A time for some responses.
   *
   * @param least the lowest status that it is for
   * @param most the highest
   * @param types media types in lower case, with a star for all of a kind; empty: any
   */
  public record Ttl(int least, int most, List<String> types, Duration time) {
    public Ttl {
      types = List.copyOf(types);
    }
  }

  /** What keeps requests apart. */
  public sealed interface KeyPart {
    /** The value of a field. */
    record Header(String name) implements KeyPart {}

    /** The value of a cookie. */
    record Cookie(String name) implements KeyPart {}

    /** As the language writes it. */
    default String text() {
      return switch (this) {
        case Header(var name) -> "header \"" + name + "\"";
        case Cookie(var name) -> "cookie \"" + name + "\"";
      };
    }
  }
}
