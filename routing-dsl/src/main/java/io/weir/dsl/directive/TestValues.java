package io.weir.dsl.directive;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Takes the values that fields are tested against, and refuses tests that can never hold. */
final class TestValues {
  private static final Set<String> METHODS =
      Set.of(
          "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE");

  private final Arguments arguments;

  TestValues(Arguments arguments) {
    this.arguments = arguments;
  }

  /** What follows {@code is}, {@code starts}, {@code ends}, {@code has} or {@code matches}. */
  Predicate text(Field field, String test) {
    if (field instanceof Field.ClientIp) {
      return address(test);
    }
    var text = checked(field, test, value(field));
    return switch (test) {
      case "is" -> new Predicate.Is(text.value());
      case "starts" -> new Predicate.Starts(text.value());
      case "ends" -> new Predicate.Ends(text.value());
      case "has" -> new Predicate.Has(text.value());
      default -> new Predicate.Matches(text.value());
    };
  }

  private Predicate address(String test) {
    if (!test.equals("is")) {
      arguments.flag(
          Diagnostic.of(
                  Code.BAD_TEST, arguments.last(), "client.ip cannot be tested by \"" + test + "\"")
              .hint("write: client.ip in 10.0.0.0/8"));
    }
    return new Predicate.Inside(Typed.addresses(arguments, "client.ip"));
  }

  /** What follows {@code in}. */
  Predicate in(Field field) {
    if (field instanceof Field.ClientIp) {
      return new Predicate.Inside(Typed.addresses(arguments, "client.ip"));
    }
    var texts = new ArrayList<String>();
    var slot = slot(field);
    for (var item : Typed.rawItems(arguments, slot, "a text in quotes")) {
      bare(field, item.value(), item.span())
          .or(() ->
              Typed.cast(arguments, item, slot, Value.Text.class, "a text in quotes")
                  .map(text -> new Typed.Text(text.text(), item.span())))
          .map(text -> checked(field, "is", text).value())
          .ifPresent(texts::add);
    }
    return new Predicate.OneOf(texts);
  }

  /** What follows a comparison. */
  Predicate compare(Field field, Condition.Order order) {
    switch (field) {
      case Field.Header _, Field.Query _, Field.Cookie _, Field.Jwt _ -> {}
      case Field.Method _, Field.Path _, Field.Scheme _, Field.ClientIp _, Field.ClientCountry _ ->
          arguments.flag(
              Code.BAD_TEST, arguments.last(), slot(field) + " is not a number to compare with");
    }
    int bound = Typed.number(arguments, slot(field), 0, Integer.MAX_VALUE);
    return new Predicate.Compare(order, bound);
  }

  private Typed.Text value(Field field) {
    if (arguments.peek().orElse(null) instanceof Argument.Word(var text, var span)) {
      var bare = bare(field, new Value.Name(text), span);
      if (bare.isPresent() && !arguments.context().lets.names().contains(text)) {
        arguments.accept(text);
        return bare.get();
      }
    }
    return Typed.text(arguments, slot(field));
  }

  /** Methods and schemes need no quotes: no other words can stand there. */
  private static Optional<Typed.Text> bare(Field field, Value value, Span span) {
    boolean isWordy = field instanceof Field.Method || field instanceof Field.Scheme;
    return isWordy && value instanceof Value.Name(var word)
        ? Optional.of(new Typed.Text(word, span))
        : Optional.empty();
  }

  private static String slot(Field field) {
    return switch (field) {
      case Field.Method _ -> "method";
      case Field.Path _ -> "path";
      case Field.Scheme _ -> "scheme";
      case Field.ClientIp _ -> "client.ip";
      case Field.ClientCountry _ -> "client.country";
      case Field.Header(var name) -> "header \"" + name + "\"";
      case Field.Query(var name) -> "query \"" + name + "\"";
      case Field.Cookie(var name) -> "cookie \"" + name + "\"";
      case Field.Jwt(_, var claim) -> "jwt \"" + claim + "\"";
    };
  }

  private Typed.Text checked(Field field, String test, Typed.Text text) {
    if (arguments.isBroken()) {
      return text;
    }
    if (test.equals("matches") && !(field instanceof Field.ClientCountry)) {
      regex(text);
      return text;
    }
    if (text.value().isEmpty() && !test.equals("is")) {
      arguments.flag(Code.BAD_TEST, text.span(), "\"" + test + "\" needs a text that is not empty");
      return text;
    }
    return switch (field) {
      case Field.Path _ -> {
        boolean isWhole = test.equals("is") || test.equals("starts");
        yield new Typed.Text(Paths.tested(arguments, text, isWhole), text.span());
      }
      case Field.Method _ -> method(test, text);
      case Field.Scheme _ -> scheme(test, text);
      case Field.ClientCountry _ -> country(test, text);
      case Field.ClientIp _, Field.Header _, Field.Query _, Field.Cookie _, Field.Jwt _ -> text;
    };
  }

  private void regex(Typed.Text text) {
    arguments
        .context()
        .regexes
        .mistake(text.value())
        .ifPresent(mistake ->
            arguments.flag(
                Diagnostic.of(
                        Code.BAD_REGEX,
                        text.span(),
                        "found a regular expression that is none: " + mistake)
                    .hint("expressions are written as RE2 takes them")));
  }

  private Typed.Text method(String test, Typed.Text text) {
    var upper = text.value().toUpperCase(Locale.ROOT);
    if (test.equals("is") && METHODS.contains(upper) && !METHODS.contains(text.value())) {
      arguments.flag(
          Diagnostic.of(
                  Code.BAD_TEST,
                  text.span(),
                  "methods are case-sensitive: no client sends \"" + text.value() + "\"")
              .label("did you mean " + upper + "?"));
    } else if (!Fields.isToken(text.value())) {
      arguments.flag(
          Code.BAD_TEST, text.span(), text.span().text() + " cannot be part of a method");
    }
    return text;
  }

  private Typed.Text country(String test, Typed.Text text) {
    var upper = text.value().toUpperCase(Locale.ROOT);
    if (!test.equals("is")) {
      arguments.flag(
          Diagnostic.of(Code.BAD_TEST, text.span(), "client.country is tested by is or in only")
              .hint("write: client.country in [\"DE\", \"FR\"]"));
    } else if (!upper.matches("[A-Z]{2}")) {
      arguments.flag(
          Code.BAD_TEST,
          text.span(),
          text.span().text() + " is no country: expected two letters (ISO 3166)");
    } else if (!upper.equals(text.value())) {
      arguments.flag(
          Diagnostic.of(Code.BAD_TEST, text.span(), "countries are written in upper case")
              .label("did you mean \"" + upper + "\"?"));
    }
    return text;
  }

  private Typed.Text scheme(String test, Typed.Text text) {
    if (test.equals("is") && !List.of("http", "https").contains(text.value())) {
      arguments.flag(
          Diagnostic.of(
              Code.BAD_TEST,
              text.span(),
              "the scheme is http or https, never \"" + Context.shortened(text.value()) + "\""));
    }
    return text;
  }
}
