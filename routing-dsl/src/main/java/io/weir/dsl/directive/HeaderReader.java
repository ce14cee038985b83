package io.weir.dsl.directive;

import io.weir.dsl.model.HeaderEdit;
import java.util.List;

/** {@code header [request|response] set|add "Name" "template"} and {@code … remove "Name"}. */
final class HeaderReader implements Reader<Layer> {
  private final boolean mayCapture;

  /**
   * Reads edits.
   *
   * @param mayCapture whether templates may name what a path captures
   */
  HeaderReader(boolean mayCapture) {
    this.mayCapture = mayCapture;
  }

  @Override
  public void read(Arguments arguments, Layer layer) {
    boolean isOnRequest = arguments.accept("request");
    if (!isOnRequest) {
      arguments.accept("response");
    }
    var action = arguments.oneOf("header", List.of("set", "add", "remove", "request", "response"));
    if (action.equals("request") || action.equals("response")) {
      action = arguments.oneOf("header", List.of("set", "add", "remove"));
    }
    var name = Fields.name(arguments, "header " + action);
    Fields.checkEdit(arguments, name, isOnRequest && action.equals("set"));
    if (action.equals("remove")) {
      arguments.endWithoutBlock();
      add(
          arguments,
          layer,
          new Layer.Edit(new HeaderEdit.Remove(name.value()), isOnRequest, name.span()));
      return;
    }
    var template = Templates.value(arguments, "header " + action, mayCapture);
    arguments.endWithoutBlock();
    var edit =
        action.equals("set")
            ? new HeaderEdit.Set(name.value(), template.template())
            : new HeaderEdit.Add(name.value(), template.template());
    add(arguments, layer, new Layer.Edit(edit, isOnRequest, template.span()));
  }

  private static void add(Arguments arguments, Layer layer, Layer.Edit edit) {
    if (!arguments.isBroken()) {
      layer.add(edit);
    }
  }
}
