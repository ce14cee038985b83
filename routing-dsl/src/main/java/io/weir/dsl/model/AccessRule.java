package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;

/**
 * One {@code allow} or {@code deny}: whom it is about, and what becomes of them.
 *
 * @param from the addresses it is about
 * @param when what else must hold; empty: nothing
 * @param status what the refused are answered with: by a deny those it is about, by an allow that
 *     is the last rule of its block all that no rule is about
 */
public record AccessRule(
    Action action, AddressSet from, Optional<Condition> when, int status, Span span) {
  /** What those are refused with for whom the file names no status. */
  public static final int FORBIDDEN = 403;

  /** Whether it is about every request that comes to it. */
  public boolean isAboutEverybody() {
    return from.isEverybody() && when.isEmpty();
  }

  /** Where it stands, as {@code file:line}. */
  public String place() {
    return span.place();
  }

  /** What a rule does with those it is about. */
  public enum Action {
    ALLOW("allow"),
    DENY("deny");

    private final String word;

    Action(String word) {
      this.word = word;
    }

    /** As written in a file. */
    public String word() {
      return word;
    }
  }
}
