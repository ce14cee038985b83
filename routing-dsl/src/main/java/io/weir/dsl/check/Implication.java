package io.weir.dsl.check;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Predicate;
import java.util.List;

/**
 * Whether one condition holds whenever another does. Answers yes only if that is certain: unequal
 * conditions that happen to mean the same are not found out, and the search is bounded.
 */
final class Implication {
  private static final int MOST_STEPS = 10_000;

  private int steps;

  private Implication() {}

  /** Whether {@code implied} holds for every request for which {@code holds} does. */
  static boolean certain(Condition holds, Condition implied) {
    return new Implication().implies(holds, implied);
  }

  private boolean implies(Condition a, Condition b) {
    if (++steps > MOST_STEPS) {
      return false;
    }
    // The order matters: what is split into "all of" must be split before what is "one of"
    if (a instanceof Condition.Or(var parts)) {
      return parts.stream().allMatch(part -> implies(part, b));
    }
    return switch (b) {
      case Condition.And(var parts) -> parts.stream().allMatch(part -> implies(a, part));
      case Condition.Or(var parts) ->
          parts.stream().anyMatch(part -> implies(a, part)) || anyPartImplies(a, b);
      case Condition.Not(var part) ->
          (a instanceof Condition.Not(var other) && implies(part, other)) || anyPartImplies(a, b);
      case Condition.Test test ->
          (a instanceof Condition.Test other && tests(other, test)) || anyPartImplies(a, b);
    };
  }

  private boolean anyPartImplies(Condition a, Condition b) {
    return a instanceof Condition.And(var parts) && parts.stream().anyMatch(p -> implies(p, b));
  }

  /** One value that passes the first test passes the second one too, so several values may be. */
  private static boolean tests(Condition.Test a, Condition.Test b) {
    return a.field().equals(b.field()) && values(a.predicate(), b.predicate());
  }

  private static boolean values(Predicate a, Predicate b) {
    if (a.equals(b)) {
      return true;
    }
    return switch (b) {
      case Predicate.Present _ -> true;
      case Predicate.Inside(var wide) -> a instanceof Predicate.Inside(var n) && wide.covers(n);
      case Predicate.Starts(var prefix) ->
          a instanceof Predicate.Starts(var longer)
              ? longer.startsWith(prefix)
              : texts(a).stream().allMatch(text -> text.startsWith(prefix)) && isTexts(a);
      case Predicate.Ends(var suffix) ->
          a instanceof Predicate.Ends(var longer)
              ? longer.endsWith(suffix)
              : texts(a).stream().allMatch(text -> text.endsWith(suffix)) && isTexts(a);
      case Predicate.Has(var part) -> has(a, part);
      case Predicate.Is(var text) -> isTexts(a) && List.of(text).containsAll(texts(a));
      case Predicate.OneOf(var many) -> isTexts(a) && many.containsAll(texts(a));
      case Predicate.Matches _, Predicate.Compare _ -> false;
    };
  }

  private static boolean has(Predicate a, String part) {
    return switch (a) {
      case Predicate.Starts(var text) -> text.contains(part);
      case Predicate.Ends(var text) -> text.contains(part);
      case Predicate.Has(var text) -> text.contains(part);
      case Predicate.Is(var text) -> text.contains(part);
      case Predicate.OneOf(var many) -> many.stream().allMatch(text -> text.contains(part));
      case Predicate.Present _, Predicate.Matches _, Predicate.Compare _, Predicate.Inside _ ->
          false;
    };
  }

  private static boolean isTexts(Predicate predicate) {
    return predicate instanceof Predicate.Is || predicate instanceof Predicate.OneOf;
  }

  private static List<String> texts(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Is(var text) -> List.of(text);
      case Predicate.OneOf(var many) -> many;
      case Predicate.Present _,
          Predicate.Starts _,
          Predicate.Ends _,
          Predicate.Has _,
          Predicate.Matches _,
          Predicate.Compare _,
          Predicate.Inside _ ->
          List.of();
    };
  }
}
