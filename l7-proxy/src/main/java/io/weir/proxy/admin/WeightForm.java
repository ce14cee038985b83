package io.weir.proxy.admin;

import java.util.OptionalInt;

/** Reads the weight that an operator sends: {@code weight=50} or {@code weight=auto}. */
final class WeightForm {
  private static final String EXPECTED = "expected weight=0 to weight=100, or weight=auto";

  private WeightForm() {}

  /**
   * The percentage; empty: none is fixed any more.
   *
   * @throws RequestText.Refused if that is no weight
   */
  static OptionalInt read(String form) {
    var text = form.strip();
    if (!text.startsWith("weight=")) {
      throw refused(text);
    }
    var value = text.substring("weight=".length()).replaceFirst("(%25|%)$", "");
    if (value.equals("auto")) {
      return OptionalInt.empty();
    }
    if (!value.matches("\\d{1,3}") || Integer.parseInt(value) > 100) {
      throw refused(text);
    }
    return OptionalInt.of(Integer.parseInt(value));
  }

  private static RequestText.Refused refused(String text) {
    var shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return new RequestText.Refused(400, "found '" + shown + "'; " + EXPECTED);
  }
}
