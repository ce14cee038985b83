package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.Optional;

/**
 * Where limits are kept that several Weirs share.
 *
 * @param isTls whether Redis is asked under TLS
 * @param database number of the database
 * @param user empty: Redis's default user
 * @param password empty: none is sent
 * @param authorities certificates that are believed beside none else; empty: those of the system
 * @param timeout how long an answer is waited for
 * @param onFailure what becomes of requests that Redis says nothing of
 */
public record SharedLimits(
    boolean isTls,
    Endpoint at,
    int database,
    Optional<String> user,
    Optional<Secret> password,
    Optional<NamedFile> authorities,
    Duration timeout,
    OnFailure onFailure,
    Span span) {
  /** How long Redis is waited for if nothing is said. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(5);

  /** Where a secret is read from; never the secret itself. */
  public sealed interface Secret {
    /** The first line of a file. */
    record InFile(NamedFile file) implements Secret {}

    /** A variable of the environment. */
    record InEnvironment(String name) implements Secret {}
  }

  /** What becomes of a request when Redis does not answer. */
  public enum OnFailure {
    /** Each Weir limits by itself, from what it knew last. */
    LOCAL("local"),
    /** It passes. */
    OPEN("open"),
    /** It is refused with 503. */
    CLOSED("closed");

    private final String word;

    OnFailure(String word) {
      this.word = word;
    }

    /** As written in a file. */
    public String word() {
      return word;
    }
  }
}
