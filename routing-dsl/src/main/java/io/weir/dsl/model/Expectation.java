package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A test in the file: a request and what must become of it.
 *
 * @param url absolute, {@code http} or {@code https}
 * @param from the client's address; empty: 127.0.0.1
 */
public record Expectation(
    String method,
    String url,
    List<HeaderLine> headers,
    Optional<String> from,
    Outcome outcome,
    Span span) {
  public Expectation {
    headers = List.copyOf(headers);
  }

  /** A field line of the request. */
  public record HeaderLine(String name, String value) {}

  /** What must become of the request. */
  public sealed interface Outcome {
    /** It is sent to this pool, or could be when the route splits. */
    record ToPool(String pool) implements Outcome {}

    /** Weir itself answers with this status. */
    record Status(int status) implements Outcome {}

    /** Weir answers with a redirect to this target. */
    record RedirectTo(String target) implements Outcome {}
  }
}
