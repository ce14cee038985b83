package io.weir.proxy.cache;

import java.util.concurrent.atomic.LongAdder;

/** What one cache has counted. Any thread. */
public final class CacheCounts {
  private final LongAdder[] outcomes = new LongAdder[Outcome.values().length];

  private final LongAdder purges = new LongAdder();
  private final LongAdder refreshes = new LongAdder();

  CacheCounts() {
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = new LongAdder();
    }
  }

  /** What became of a request. */
  public enum Outcome {
    /** Answered from the store. */
    HIT("hit"),
    /** Answered from the store, though stale. */
    STALE("stale"),
    /** The server said that what is stored still holds. */
    REVALIDATED("revalidated"),
    /** Answered by a fetch that another request had begun. */
    COLLAPSED("collapsed"),
    /** Fetched, and stored. */
    MISS("miss"),
    /** Fetched, and not stored. */
    PASS("pass"),
    /** The cache was not asked. */
    BYPASS("bypass"),
    /** Refused: the client wanted only what is stored. */
    REFUSED("refused");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** The word in logs and metrics. */
    public String word() {
      return word;
    }
  }

  void count(Outcome outcome) {
    outcomes[outcome.ordinal()].increment();
  }

  void countPurge() {
    purges.increment();
  }

  void countRefresh() {
    refreshes.increment();
  }

  /** How many fetches of what was fresh yet there were. */
  public long refreshes() {
    return refreshes.sum();
  }

  /** How many purges there were. */
  public long purges() {
    return purges.sum();
  }

  /** How many requests had this outcome so far. */
  public long of(Outcome outcome) {
    return outcomes[outcome.ordinal()].sum();
  }
}
