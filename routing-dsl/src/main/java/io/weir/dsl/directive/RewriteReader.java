package io.weir.dsl.directive;

import io.weir.dsl.model.Template;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;

/** {@code rewrite "/new/{**}"}: the path that is sent upstream. */
final class RewriteReader implements Reader<Layer> {
  @Override
  public void read(Arguments arguments, Layer layer) {
    var placed = Templates.value(arguments, "rewrite", true);
    if (!arguments.isBroken() && !startsWithSlash(placed.template())) {
      arguments.fail(
          Diagnostic.of(
              Code.BAD_TEMPLATE, placed.span(), "rewrite needs a path that begins with \"/\""));
    }
    layer.set(Setting.REWRITE, placed, arguments.statement().keyword().span(), arguments);
    arguments.endWithoutBlock();
  }

  private static boolean startsWithSlash(Template template) {
    return !template.parts().isEmpty()
        && switch (template.parts().getFirst()) {
          case Template.Part.Text(var text) -> text.startsWith("/");
          case Template.Part.Variable(var name) -> name == Template.Name.PATH;
          case Template.Part.Captured _, Template.Part.Rest _, Template.Part.Claim _ -> false;
        };
  }
}
