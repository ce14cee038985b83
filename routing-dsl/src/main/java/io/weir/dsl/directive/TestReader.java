package io.weir.dsl.directive;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one test of a condition: a field, and what must hold for it. */
final class TestReader {
  private static final List<String> FIELDS =
      List.of(
          "method",
          "path",
          "scheme",
          "client.ip",
          "client.country",
          "header",
          "query",
          "cookie",
          "jwt");
  private static final List<String> TEXT_TESTS = List.of("is", "starts", "ends", "has", "matches");

  /** What can follow a test; {@code else} and {@code status} belong to allow and deny. */
  private static final List<String> ENDS = List.of("and", "or", "else", "status");

  private static final String EXPECTED_TEST =
      "one of: is, starts, ends, has, matches, in, <, <=, >, >=";

  private final Arguments arguments;
  private final TestValues values;

  TestReader(Arguments arguments) {
    this.arguments = arguments;
    this.values = new TestValues(arguments);
  }

  Condition read() {
    var field = field();
    Span place = arguments.last();
    return new Condition.Test(field, predicate(field, place));
  }

  private Field field() {
    var word = arguments.word("a test such as header \"X-Canary\" is \"1\"");
    if (arguments.isLost()) {
      return new Field.Path();
    }
    return switch (word.text()) {
      case "method" -> new Field.Method();
      case "path" -> new Field.Path();
      case "scheme" -> new Field.Scheme();
      case "client.ip" -> new Field.ClientIp();
      case "client.country" -> {
        arguments.context().asksForCountries(word.span());
        yield new Field.ClientCountry();
      }
      case "header" ->
          new Field.Header(Fields.name(arguments, "header").value().toLowerCase(Locale.ROOT));
      case "query" -> new Field.Query(Typed.text(arguments, "query").value());
      case "cookie" -> new Field.Cookie(Fields.name(arguments, "cookie").value());
      case "jwt" -> new Field.Jwt("", claim());
      default -> {
        unknown(word);
        yield new Field.Path();
      }
    };
  }

  private String claim() {
    var claim = Typed.text(arguments, "jwt");
    if (!arguments.isBroken() && claim.value().isEmpty()) {
      arguments.flag(Code.BAD_TEST, claim.span(), "jwt needs the name of a claim");
    }
    return claim.value();
  }

  private void unknown(Argument.Word word) {
    if (Upcoming.FIELDS.contains(word.text())) {
      arguments.fail(Upcoming.refusal(word));
      return;
    }
    arguments.fail(
        Diagnostic.of(
                Code.BAD_TEST,
                word.span(),
                "unknown field \"" + Context.shortened(word.text()) + "\"")
            .label(
                Nearest.question(word.text(), FIELDS)
                    .orElse("expected one of: " + String.join(", ", FIELDS))));
  }

  private Predicate predicate(Field field, Span place) {
    for (var test : TEXT_TESTS) {
      if (arguments.accept(test)) {
        return values.text(field, test);
      }
    }
    if (arguments.accept("in")) {
      return values.in(field);
    }
    var order = order();
    if (order.isPresent()) {
      return values.compare(field, order.get());
    }
    if (endsHere()) {
      return present(field, place);
    }
    arguments.peek().ifPresent(this::noTest);
    return new Predicate.Present();
  }

  private void noTest(Argument found) {
    if (found instanceof Argument.Symbol(var symbol, var place) && symbol.equals("=")) {
      arguments.fail(
          Diagnostic.of(Code.BAD_TEST, place, "found \"=\"; expected " + EXPECTED_TEST)
              .label("did you mean \"is\"?"));
    } else if (found instanceof Argument.Word(var text, var span)
        && Nearest.to(text, TEXT_TESTS).isPresent()) {
      arguments.fail(
          Diagnostic.of(Code.BAD_TEST, span, "found \"" + text + "\"; expected " + EXPECTED_TEST)
              .label(Nearest.question(text, TEXT_TESTS)));
    } else {
      arguments.unexpected(found, EXPECTED_TEST);
    }
  }

  private Optional<Condition.Order> order() {
    if (arguments.acceptSymbol("<")) {
      return Optional.of(Condition.Order.LESS);
    }
    if (arguments.acceptSymbol("<=")) {
      return Optional.of(Condition.Order.AT_MOST);
    }
    if (arguments.acceptSymbol(">")) {
      return Optional.of(Condition.Order.MORE);
    }
    return arguments.acceptSymbol(">=") ? Optional.of(Condition.Order.AT_LEAST) : Optional.empty();
  }

  private boolean endsHere() {
    return arguments
        .peek()
        .map(next ->
            switch (next) {
              case Argument.Word(var text, _) -> ENDS.contains(text);
              case Argument.Symbol(var text, _) -> text.equals(")");
              case Argument.Text _, Argument.Items _ -> false;
            })
        .orElse(true);
  }

  private Predicate present(Field field, Span place) {
    switch (field) {
      case Field.Header _, Field.Query _, Field.Cookie _, Field.Jwt _, Field.ClientCountry _ -> {}
      case Field.Method _, Field.Path _, Field.Scheme _, Field.ClientIp _ ->
          arguments.fail(
              Code.BAD_TEST,
              place,
              "every request has a " + place.text() + "; expected " + EXPECTED_TEST);
    }
    return new Predicate.Present();
  }
}
