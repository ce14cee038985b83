package io.weir.dsl.directive;

import io.weir.dsl.model.Condition;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Reads what follows {@code when}: tests joined by {@code and}, {@code or}, {@code not}. */
final class ConditionReader {
  private static final int DEEPEST = 32;

  private final Arguments arguments;
  private final TestReader tests;

  ConditionReader(Arguments arguments) {
    this.arguments = arguments;
    this.tests = new TestReader(arguments);
  }

  Condition read() {
    return or(0);
  }

  private Condition or(int depth) {
    var parts = new ArrayList<Condition>(List.of(and(depth)));
    while (arguments.accept("or")) {
      parts.add(and(depth));
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.Or(parts);
  }

  private Condition and(int depth) {
    var parts = new ArrayList<Condition>(List.of(not(depth)));
    while (arguments.accept("and")) {
      parts.add(not(depth));
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.And(parts);
  }

  private Condition not(int depth) {
    boolean isNegated = arguments.accept("not");
    if (isNegated && arguments.isNext("not")) {
      arguments.fail(Code.BAD_TEST, arguments.here(), "found \"not not\"; leave both out");
    }
    var part = arguments.acceptSymbol("(") ? group(depth + 1) : tests.read();
    return isNegated ? new Condition.Not(part) : part;
  }

  private Condition group(int depth) {
    Span open = arguments.last();
    if (depth > DEEPEST) {
      arguments.fail(
          Code.TOO_DEEP, open, "found parentheses nested more than " + DEEPEST + " deep");
    }
    // Lost arguments have no symbols left, so the recursion ends here
    var inner = arguments.isLost() ? tests.read() : or(depth);
    if (!arguments.acceptSymbol(")")) {
      arguments.peek().ifPresent(found -> arguments.unexpected(found, "\"and\", \"or\" or \")\""));
    }
    return inner;
  }
}
