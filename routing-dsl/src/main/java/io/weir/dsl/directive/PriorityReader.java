package io.weir.dsl.directive;

import io.weir.dsl.model.Priority;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code priority low}: what is refused first when there is too much to do. */
final class PriorityReader implements Reader<Layer> {
  private static final List<String> WORDS =
      Arrays.stream(Priority.values()).map(Priority::word).toList();

  @Override
  public void read(Arguments arguments, Layer layer) {
    var word = arguments.oneOf("priority", WORDS);
    var span = arguments.last();
    arguments.endWithoutBlock();
    layer.set(Setting.PRIORITY, Priority.valueOf(word.toUpperCase(Locale.ROOT)), span, arguments);
  }
}
