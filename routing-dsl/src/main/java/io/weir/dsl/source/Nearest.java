package io.weir.dsl.source;

import java.util.Collection;
import java.util.Optional;

/** Finds the word that somebody who mistyped probably meant. */
public final class Nearest {
  private static final int LONGEST = 100;

  private Nearest() {}

  /**
   * The candidate nearest to the word by Damerau-Levenshtein distance, if it is no further than a
   * third of the word's length (at least one). Of several equally near ones the first.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    var limit = Math.max(1, word.length() / 3);
    var best = Optional.<String>empty();
    for (var candidate : candidates) {
      if (word.length() > LONGEST || Math.abs(candidate.length() - word.length()) > limit) {
        continue;
      }
      int distance = distance(word, candidate);
      if (distance <= limit && distance > 0) {
        best = Optional.of(candidate);
        limit = distance - 1;
      }
    }
    return best;
  }

  /** The label for a suggestion: {@code did you mean "web"?}. */
  public static Optional<String> question(String word, Collection<String> candidates) {
    return to(word, candidates).map(near -> "did you mean \"" + near + "\"?");
  }

  private static int distance(String a, String b) {
    var before = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      var spare = before;
      before = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
