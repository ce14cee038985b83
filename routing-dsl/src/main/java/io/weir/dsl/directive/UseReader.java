package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;

/** {@code use public-api, strict}: the policies that apply below this block's own settings. */
final class UseReader implements Reader<Layer> {
  @Override
  public void read(Arguments arguments, Layer layer) {
    do {
      var name = arguments.word("the name of a policy");
      if (arguments.isLost()
          || !arguments.context().policies.use(name, arguments.context().findings)) {
        continue;
      }
      for (var other : layer.uses()) {
        if (other.text().equals(name.text())) {
          arguments.fail(
              Diagnostic.of(
                      Code.SET_TWICE,
                      name.span(),
                      "policy \"" + name.text() + "\" is used twice in this block")
                  .label("first used in " + Names.where(other.span(), name.span())));
        }
      }
      layer.uses().add(name);
    } while (arguments.acceptSymbol(","));
    arguments.endWithoutBlock();
  }
}
