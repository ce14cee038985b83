package io.weir.dsl.directive;

import java.util.List;

/** {@code forwarded on} and other settings that are on or off. */
record SwitchReader(Setting<Boolean> setting) implements Reader<Layer> {
  @Override
  public void read(Arguments arguments, Layer layer) {
    var word = arguments.oneOf(arguments.keyword(), List.of("on", "off"));
    var keyword = arguments.statement().keyword().span();
    layer.set(setting, word.equals("on"), keyword, arguments);
    arguments.endWithoutBlock();
  }
}
