package io.weir.main.keepalived;

import java.util.List;
import java.util.Map;

/**
 * What came of a configuration of keepalived's.
 *
 * @param text of Weir's, in the one style, and accepted
 * @param known how many of its statements have a match
 * @param all how many there are
 * @param todos a line for each that has none, and for each whose match does not mean quite the same
 * @param secrets passwords, by the names of the files that the text has for them
 */
public record Imported(
    String text, int known, int all, List<String> todos, Map<String, String> secrets) {
  public Imported {
    todos = List.copyOf(todos);
    secrets = Map.copyOf(secrets);
  }

  /** In one line. */
  public String coverage() {
    return "%d of %d statements have a match".formatted(known, all);
  }
}
