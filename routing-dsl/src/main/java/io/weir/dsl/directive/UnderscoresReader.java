package io.weir.dsl.directive;

import io.weir.dsl.model.Underscores;
import java.util.List;

/** {@code underscores drop}: what becomes of field names with an underscore. */
final class UnderscoresReader implements Reader<Layer> {
  @Override
  public void read(Arguments arguments, Layer layer) {
    var word = arguments.oneOf("underscores", List.of("drop", "pass", "refuse"));
    var value =
        switch (word) {
          case "pass" -> Underscores.PASS;
          case "refuse" -> Underscores.REFUSE;
          default -> Underscores.DROP;
        };
    layer.set(Setting.UNDERSCORES, value, arguments.statement().keyword().span(), arguments);
    arguments.endWithoutBlock();
  }
}
