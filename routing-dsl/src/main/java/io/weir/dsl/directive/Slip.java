package io.weir.dsl.directive;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Guesses what somebody meant who wrote a number with the wrong unit. */
final class Slip {
  private static final Map<String, String> DURATIONS =
      Map.of(
          "", "s", "M", "m", "S", "s", "H", "h", "D", "d", "min", "m", "sec", "s", "MS", "ms", "Ms",
          "ms");
  private static final Map<String, String> SIZES =
      Map.of(
          "m", "M", "K", "k", "g", "G", "kb", "k", "KB", "k", "kB", "k", "mb", "M", "MB", "M", "GB",
          "G", "gb", "G");
  private static final Set<String> DURATION_UNITS = Set.of("ms", "s", "m", "h", "d", "%");
  private static final Map<String, String> RATES =
      Map.of(
          "", "r/s", "rps", "r/s", "/s", "r/s", "/m", "r/m", "/h", "r/h", "rpm", "r/m", "r", "r/s");
  private static final Map<String, String> PERCENTAGES = Map.of("", "%");

  private Slip() {}

  /** The word with the unit that the wanted kind most likely has. */
  static Optional<String> meant(String word, Class<? extends Value> wanted) {
    int end = 0;
    while (end < word.length() && Character.isDigit(word.charAt(end))) {
      end++;
    }
    if (end == 0) {
      return Optional.empty();
    }
    var number = word.substring(0, end);
    var unit = word.substring(end);
    if (wanted == Value.Count.class) {
      return DURATION_UNITS.contains(unit) ? Optional.of(number) : Optional.empty();
    }
    if (wanted == Value.Place.class) {
      if (Addresses.parse(word).isPresent() && word.indexOf(':') < 0) {
        return Optional.of(word + ":80");
      }
      return unit.isEmpty() ? Optional.of(":" + number) : Optional.empty();
    }
    var units =
        wanted == Value.Time.class
            ? DURATIONS
            : wanted == Value.Size.class
                ? SIZES
                : wanted == Value.Percent.class
                    ? PERCENTAGES
                    : wanted == Value.Rate.class ? RATES : Map.<String, String>of();
    return Optional.ofNullable(units.get(unit)).map(right -> number + right);
  }
}
