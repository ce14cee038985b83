package io.weir.proxy.cache.rule;

import java.util.Locale;
import java.util.TreeMap;

/** Weighted lists in one form for all that mean the same (RFC 9110 12.4.2, 12.5.3, 12.5.4). */
final class Alternatives {
  private static final String WEIGHT = ";q=";

  private Alternatives() {}

  /** Lower case, sorted, weights in one form, {@code x-gzip} by its right name. */
  static String normalized(String value) {
    var weights = new TreeMap<String, String>();
    for (var member : value.split(",", -1)) {
      var text = member.replace(" ", "").replace("\t", "").toLowerCase(Locale.ROOT);
      if (text.isEmpty()) {
        continue;
      }
      int semicolon = text.indexOf(WEIGHT);
      var coding = semicolon < 0 ? text : text.substring(0, semicolon);
      var weight = semicolon < 0 ? "1" : bare(text.substring(semicolon + WEIGHT.length()));
      weights.putIfAbsent(coding.equals("x-gzip") ? "gzip" : coding, weight);
    }
    return weights.toString();
  }

  /** {@code 1.000} is 1, {@code 0.50} is 0.5. */
  private static String bare(String weight) {
    if (weight.indexOf('.') < 0) {
      return weight;
    }
    int end = weight.length();
    while (end > 0 && weight.charAt(end - 1) == '0') {
      end--;
    }
    return weight.substring(0, end > 0 && weight.charAt(end - 1) == '.' ? end - 1 : end);
  }
}
