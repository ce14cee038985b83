package io.weir.dsl.directive;

import io.weir.dsl.model.Template;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code respond}, {@code redirect} and {@code files}: the terminals that need no pool. */
final class TerminalReaders {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int FOUND = 302;

  private TerminalReaders() {}

  /** {@code respond 404 "no such site"}. */
  static void respond(Arguments arguments, RouteDraft route) {
    int status = Typed.number(arguments, "respond", 200, 599);
    var text = "";
    if (!arguments.isAtEnd()) {
      var found = Typed.text(arguments, "respond");
      text = found.value();
      // RFC 9110 15.3.5, 15.3.6, 15.4.5: these never have content
      if ((status == 204 || status == 205 || status == 304) && !text.isEmpty()) {
        arguments.fail(
            Code.OUT_OF_RANGE, found.span(), "a reply with status " + status + " has no text");
      }
    }
    route.end(new Terminal.Respond(status, text), arguments);
  }

  /** {@code redirect 301 "/new/{**}"}. */
  static void redirect(Arguments arguments, RouteDraft route) {
    int status = FOUND;
    var next = arguments.peek();
    boolean hasStatus =
        next.isPresent() && arguments.context().lets.value(next.get()) instanceof Value.Count;
    if (hasStatus) {
      status = Typed.number(arguments, "redirect", 0, Integer.MAX_VALUE);
      if (!arguments.isLost() && !REDIRECTS.contains(status)) {
        arguments.fail(
            Code.OUT_OF_RANGE,
            arguments.last(),
            "redirect is " + status + "; expected 301, 302, 303, 307 or 308");
      }
    } else if (arguments.isNext("https")) {
      arguments.fail(
          Diagnostic.of(
                  Code.MISPLACED,
                  arguments.here(),
                  "\"redirect https\" is not allowed in a route block")
              .label("belongs in: listen"));
    }
    var target = Templates.value(arguments, "redirect", true);
    if (!arguments.isBroken() && !isTarget(target.template())) {
      arguments.fail(
          Diagnostic.of(
              Code.BAD_TEMPLATE,
              target.span(),
              "redirect needs a target that begins with \"/\", \"http://\" or \"https://\""));
    }
    route.target(target);
    route.end(new Terminal.Redirect(status, target.template()), arguments);
  }

  private static boolean isTarget(Template template) {
    return !template.parts().isEmpty()
        && switch (template.parts().getFirst()) {
          case Template.Part.Text(var text) ->
              text.startsWith("/") || text.startsWith("http://") || text.startsWith("https://");
          case Template.Part.Variable(var name) ->
              name == Template.Name.SCHEME || name == Template.Name.PATH;
          case Template.Part.Captured _, Template.Part.Rest _, Template.Part.Claim _ -> false;
        };
  }

  /** {@code files "public" index "index.html", "index.htm"}. */
  static void files(Arguments arguments, RouteDraft route) {
    var directory = FileNames.folder(arguments, "files");
    var index = new ArrayList<String>();
    if (arguments.accept("index")) {
      do {
        var name = Typed.text(arguments, "index");
        boolean isName =
            !name.value().isEmpty()
                && name.value().chars().noneMatch(TerminalReaders::cannotBeInName);
        if (!arguments.isBroken() && !isName) {
          arguments.fail(
              Code.OUT_OF_RANGE, name.span(), "index needs the name of a file, without a folder");
        }
        index.add(name.value());
      } while (arguments.acceptSymbol(","));
    }
    var names = index.isEmpty() ? List.of("index.html") : index;
    route.end(new Terminal.Files(directory.path(), names), arguments);
  }

  private static boolean cannotBeInName(int c) {
    return c == '/' || c == '\\' || c < ' ';
  }
}
