package io.weir.proxy.cache.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of some languages a client likes best (RFC 9110 12.5.4, RFC 4647 3.4). */
public final class LanguageChoice {
  /** Weights as thousandths. */
  private static final int MOST = 1000;

  private LanguageChoice() {}

  /**
   * The language with the highest weight, of several the first; empty if the client takes none of
   * them, or says nothing.
   *
   * @param accepted the value of {@code Accept-Language}; members that are malformed do not count
   * @param offered language tags
   */
  public static Optional<String> of(String accepted, List<String> offered) {
    var ranges = accepted.toLowerCase(Locale.ROOT).split(",", -1);
    String best = null;
    int most = 0;
    for (var language : offered) {
      int weight = weight(language.toLowerCase(Locale.ROOT), ranges);
      if (weight > most) {
        best = language;
        most = weight;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * A range means a language that is the same, or more special ({@code de} means {@code de-CH}), or
   * what is left of it by leaving out its ends ({@code de-CH} means {@code de}, if need be).
   */
  private static int weight(String language, String[] ranges) {
    int found = -1;
    int star = 0;
    for (var range : ranges) {
      int semicolon = range.indexOf(';');
      var name = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
      int weight = semicolon < 0 ? MOST : parse(range.substring(semicolon + 1));
      if (name.isEmpty() || weight < 0) {
        continue;
      }
      if (name.equals("*")) {
        star = weight;
      } else if (name.equals(language) && weight == 0) {
        return 0;
      } else if (means(name, language)) {
        found = Math.max(found, weight);
      }
    }
    return found < 0 ? star : found;
  }

  private static boolean means(String range, String language) {
    return language.equals(range)
        || language.startsWith(range + "-")
        || range.startsWith(language + "-");
  }

  /** The weight in thousandths; -1 if it is none. */
  private static int parse(String parameter) {
    var text = parameter.replace(" ", "").replace("\t", "");
    if (!text.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
      return -1;
    }
    return (int) Math.round(Double.parseDouble(text.substring(2)) * MOST);
  }
}
