package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values that {@code let} gives names to; worked out when first used. */
final class Lets {
  private static final int DEEPEST = 32;
  private static final int LONGEST_LIST = 10_000;

  private final Findings findings;
  private final Names names = new Names("let", Code.UNKNOWN_NAME);
  private final Map<String, Argument> written = new HashMap<>();
  private final Map<String, Value> known = new HashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();

  Lets(Findings findings) {
    this.findings = findings;
  }

  Names names() {
    return names;
  }

  void declare(Argument.Word name, Argument value) {
    names.declare(name, findings);
    written.putIfAbsent(name.text(), value);
  }

  /** Declares a name for a file of addresses. */
  void declareFile(Argument.Word name, Value.AddressFile file) {
    names.declare(name, findings);
    known.putIfAbsent(name.text(), file);
  }

  /** Works out every value, so that mistakes in unused ones are found too. */
  void resolveAll() {
    names.all().forEach(this::resolve);
  }

  /** The value of an argument: a literal, or what its name stands for. */
  Value value(Argument argument) {
    return switch (argument) {
      case Argument.Text(var text, _) -> new Value.Text(text);
      case Argument.Symbol _ -> new Value.Symbol();
      case Argument.Items(var items, var span) -> list(items, span);
      case Argument.Word(var word, _) ->
          switch (Literals.of(word)) {
            case Value.Name name when names.contains(word) -> {
              names.use(word);
              yield resolve(word);
            }
            case Value other -> other;
          };
    };
  }

  /** Where the value of an argument is written out: there, or in the let that it names. */
  Argument literal(Argument argument) {
    var found = argument;
    for (int depth = 0; depth < DEEPEST; depth++) {
      if (!(found instanceof Argument.Word(var word, _)) || !written.containsKey(word)) {
        return found;
      }
      found = written.get(word);
    }
    return found;
  }

  private Value list(List<Argument> items, Span span) {
    var values = new ArrayList<Value.Item>();
    for (var item : items) {
      switch (value(item)) {
        case Value.Items(var inner) ->
            inner.forEach(value -> values.add(new Value.Item(value.value(), item.span())));
        case Value value -> values.add(new Value.Item(value, item.span()));
      }
      if (values.size() > LONGEST_LIST) {
        findings.add(
            Code.OUT_OF_RANGE, span, "found a list of more than " + LONGEST_LIST + " values");
        return new Value.Refused();
      }
    }
    return new Value.Items(values);
  }

  private Value resolve(String name) {
    var value = known.get(name);
    if (value != null) {
      return value;
    }
    var argument = written.get(name);
    if (argument == null) {
      return new Value.Name(name);
    }
    if (underWay.contains(name) || underWay.size() >= DEEPEST) {
      refuse(name, argument);
      return new Value.Refused();
    }
    underWay.add(name);
    var resolved = value(argument);
    underWay.remove(name);
    var sound = isSound(resolved, argument.span()) ? resolved : new Value.Refused();
    known.put(name, sound);
    return sound;
  }

  private void refuse(String name, Argument argument) {
    var diagnostic =
        underWay.contains(name)
            ? Diagnostic.of(
                Code.CYCLE,
                argument.span(),
                "let \""
                    + name
                    + "\" is made of itself: "
                    + String.join(" -> ", underWay)
                    + " -> "
                    + name)
            : Diagnostic.of(
                Code.TOO_DEEP,
                argument.span(),
                "found lets made of lets more than " + DEEPEST + " deep");
    findings.add(diagnostic);
  }

  private boolean isSound(Value value, Span span) {
    return switch (value) {
      case Value.Items(var items) -> {
        boolean all = true;
        for (var item : items) {
          all &= isSound(item.value(), item.span());
        }
        yield all;
      }
      case Value.Name(var word) -> names.use(new Argument.Word(word, span), findings);
      case Value.Symbol symbol -> {
        findings.add(Code.WRONG_TYPE, span, "\"" + span.text() + "\" is " + symbol.kind());
        yield false;
      }
      case Value.Malformed(var why) -> {
        findings.add(Code.WRONG_TYPE, span, "\"" + Context.shortened(span.text()) + "\" is " + why);
        yield false;
      }
      case Value.Refused _ -> false;
      case Value _ -> true;
    };
  }
}
