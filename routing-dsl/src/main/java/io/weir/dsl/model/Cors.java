package io.weir.dsl.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which pages of other origins may use a route (Fetch 3.2).
 *
 * @param methods that a page may use
 * @param fields of requests that a page may set, in lower case; empty: any
 * @param expose fields of replies that a page may read
 * @param credentials whether browsers may send cookies and logins along
 * @param maxAge how long a browser may keep the answer to its question; empty: as it likes
 */
public record Cors(
    List<Origin> origins,
    List<String> methods,
    Optional<List<String>> fields,
    List<String> expose,
    boolean credentials,
    Optional<Duration> maxAge) {
  public Cors {
    origins = List.copyOf(origins);
    methods = List.copyOf(methods);
    fields = fields.map(List::copyOf);
    expose = List.copyOf(expose);
  }

  /** Whom a rule names. */
  public sealed interface Origin {
    /** Everybody. */
    record Any() implements Origin {}

    /** One origin as browsers write it: {@code https://app.example.com}, or {@code null}. */
    record Exact(String text) implements Origin {}

    /**
     * Every origin with at least one label more.
     *
     * @param scheme {@code https://}
     * @param suffix {@code .example.com}, perhaps with a port
     */
    record Subdomains(String scheme, String suffix) implements Origin {}
  }

  /** Whether everybody may. */
  public boolean isOpen() {
    return origins.stream().anyMatch(Origin.Any.class::isInstance);
  }
}
