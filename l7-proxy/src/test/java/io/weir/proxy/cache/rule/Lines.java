package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import java.util.List;
import java.util.stream.IntStream;

/** Field lines from text, for tests. */
public final class Lines {
  private Lines() {}

  /** Of {@code "Name: value"} texts. */
  public static FieldLines of(String... lines) {
    var builder = new FieldLinesBuilder();
    for (var line : lines) {
      int colon = line.indexOf(':');
      builder.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return builder.build();
  }

  /** The lines as text again. */
  public static List<String> texts(FieldLines lines) {
    return IntStream.range(0, lines.count())
        .mapToObj(i -> lines.nameText(i) + ": " + lines.value(i))
        .toList();
  }
}
