package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.syntax.Argument;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects the names that files declare, so that they can be used before they are declared. */
final class Declarations {
  private static final Set<String> RESERVED = Set.of("any", "file");

  private final Context context;

  Declarations(Context context) {
    this.context = context;
  }

  /** Declares what the statements declare; returns those that have more to say. */
  List<Statement> read(List<Statement> statements) {
    var rest = new ArrayList<Statement>();
    for (var statement : statements) {
      switch (statement.keyword().text()) {
        case "let" -> let(new Arguments(statement, context));
        case "pool" -> {
          name(statement, context.pools, "pool");
          rest.add(statement);
        }
        case "cache" -> {
          name(statement, context.caches, "cache");
          rest.add(statement);
        }
        case "policy" -> {
          name(statement, context.policies, "policy");
          rest.add(statement);
        }
        case "jwt" -> {
          name(statement, context.verifiers, "jwt");
          rest.add(statement);
        }
        default -> rest.add(statement);
      }
    }
    context.lets.resolveAll();
    return rest;
  }

  private void name(Statement statement, Names names, String kind) {
    if (!statement.arguments().isEmpty()
        && statement.arguments().getFirst() instanceof Argument.Word name
        && context.checkName(name, "name of a " + kind)) {
      names.declare(name, context.findings);
    }
  }

  private void let(Arguments arguments) {
    var name = arguments.word("a name");
    if (arguments.isBroken() || !context.checkName(name, "name of a let")) {
      return;
    }
    if (RESERVED.contains(name.text())) {
      context.report(
          Code.BAD_NAME,
          name.span(),
          "\"" + name.text() + "\" means something itself where addresses can stand");
      return;
    }
    if (!arguments.acceptSymbol("=")) {
      arguments.fail(
          Diagnostic.of(Code.ARGUMENTS, arguments.here(), "found no \"=\" behind the name")
              .hint("write: let office = [10.0.0.0/8]"));
    }
    if (arguments.accept("file")) {
      var file = FileNames.file(arguments, "let file");
      arguments.endWithoutBlock();
      context.lets.declareFile(name, new Value.AddressFile(file));
      return;
    }
    var value = arguments.take("a value");
    arguments.endWithoutBlock();
    value.ifPresent(found -> context.lets.declare(name, found));
  }
}
