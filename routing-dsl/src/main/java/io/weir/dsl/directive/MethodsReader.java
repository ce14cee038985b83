package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code methods GET, POST} and {@code methods any}. */
final class MethodsReader implements Reader<Layer> {
  private static final Set<String> KNOWN =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "QUERY");

  @Override
  public void read(Arguments arguments, Layer layer) {
    var keyword = arguments.statement().keyword().span();
    var methods = arguments.accept("any") ? List.<String>of() : list(arguments);
    layer.set(Setting.METHODS, new Setting.Methods(methods), keyword, arguments);
    arguments.endWithoutBlock();
  }

  /** One method or more, each once. */
  static List<String> list(Arguments arguments) {
    var methods = new ArrayList<String>();
    do {
      var method = arguments.word("a method such as GET");
      if (arguments.isLost()) {
        return List.of("GET");
      }
      check(arguments, method.text(), methods);
      methods.add(method.text());
    } while (arguments.acceptSymbol(","));
    return methods;
  }

  private static void check(Arguments arguments, String method, List<String> before) {
    var upper = method.toUpperCase(Locale.ROOT);
    if (!Fields.isToken(method)) {
      arguments.flag(
          Code.BAD_TEST, arguments.last(), "\"" + Context.shortened(method) + "\" is no method");
    } else if (KNOWN.contains(upper) && !KNOWN.contains(method)) {
      arguments.flag(
          Diagnostic.of(
                  Code.BAD_TEST,
                  arguments.last(),
                  "methods are case-sensitive: no client sends \"" + method + "\"")
              .label("did you mean " + upper + "?"));
    } else if (method.equals("CONNECT")) {
      arguments.flag(
          Code.BAD_TEST, arguments.last(), "Weir refuses CONNECT before it looks for a route");
    } else if (before.contains(method)) {
      arguments.flag(
          Code.SET_TWICE, arguments.last(), "\"" + method + "\" is named twice in this list");
    }
  }
}
