package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import java.util.Optional;

/** {@code via "name"}: the pseudonym in {@code Via} fields (RFC 9110 7.6.3). */
final class ViaReader implements Reader<Layer> {
  @Override
  public void read(Arguments arguments, Layer layer) {
    var keyword = arguments.statement().keyword().span();
    if (arguments.accept("off")) {
      layer.set(Setting.VIA, new Setting.Via(Optional.empty()), keyword, arguments);
    } else {
      var name = Typed.text(arguments, "via");
      if (!arguments.isBroken() && !Fields.isToken(name.value())) {
        arguments.fail(
            Code.OUT_OF_RANGE,
            name.span(),
            "via needs a name of letters, digits and -._~, without spaces");
      }
      layer.set(Setting.VIA, new Setting.Via(Optional.of(name.value())), keyword, arguments);
    }
    arguments.endWithoutBlock();
  }
}
