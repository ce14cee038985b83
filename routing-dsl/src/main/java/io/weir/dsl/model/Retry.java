package io.weir.dsl.model;

import java.util.Set;

/**
 * When a request is sent to another server.
 *
 * @param attempts how many more tries; 0: none
 * @param on what is tried again
 * @param budgetPercent retries in flight may be this part of the requests in flight, at least 3
 */
public record Retry(int attempts, Set<Cause> on, int budgetPercent) {
  public Retry {
    on = Set.copyOf(on);
  }

  /** What can be tried again. */
  public enum Cause {
    /** No connection came about: any method. */
    CONNECT_FAIL("connect-fail"),
    /** A kept connection turned out to be closed: idempotent methods. */
    IDLE_RACE("idle-race"),
    /**
     * A fresh connection was closed or reset before the first response byte: idempotent methods.
     */
    RESET("reset");

    private final String word;

    Cause(String word) {
      this.word = word;
    }

    /** As written in a file. */
    public String word() {
      return word;
    }
  }

  /** The defaults of a route that says nothing. */
  public static final Retry DEFAULT =
      new Retry(1, Set.of(Cause.CONNECT_FAIL, Cause.IDLE_RACE, Cause.RESET), 20);
}
