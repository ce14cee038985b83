package io.weir.dsl.directive;

import java.util.List;

/** {@code encoded-slash pass}: what becomes of paths with {@code %2F}. */
final class EncodedSlashReader implements Reader<Layer> {
  @Override
  public void read(Arguments arguments, Layer layer) {
    var word = arguments.oneOf("encoded-slash", List.of("refuse", "pass"));
    var keyword = arguments.statement().keyword().span();
    layer.set(Setting.ENCODED_SLASH, word.equals("pass"), keyword, arguments);
    arguments.endWithoutBlock();
  }
}
