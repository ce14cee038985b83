package io.weir.proxy.route;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.Condition.Order;
import io.weir.dsl.model.Condition.Predicate;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions as the language writes them. */
public final class ConditionText {
  private ConditionText() {}

  /** The condition, with parentheses where a part binds less than what it stands in. */
  public static String of(Condition condition) {
    return switch (condition) {
      case Condition.And(var parts) -> joined(parts, " and ");
      case Condition.Or(var parts) -> joined(parts, " or ");
      case Condition.Not(var part) -> "not " + enclosed(part);
      case Condition.Test(var field, var predicate) -> of(field) + of(predicate);
    };
  }

  private static String joined(List<Condition> parts, String word) {
    return parts.stream().map(ConditionText::enclosed).collect(Collectors.joining(word));
  }

  private static String enclosed(Condition part) {
    return switch (part) {
      case Condition.And _, Condition.Or _ -> "(" + of(part) + ")";
      case Condition.Not _, Condition.Test _ -> of(part);
    };
  }

  /** The words of a field. */
  public static String of(Field field) {
    return switch (field) {
      case Field.Method _ -> "method";
      case Field.Path _ -> "path";
      case Field.Scheme _ -> "scheme";
      case Field.ClientIp _ -> "client.ip";
      case Field.ClientCountry _ -> "client.country";
      case Field.Header(var name) -> "header " + quoted(name);
      case Field.Query(var name) -> "query " + quoted(name);
      case Field.Cookie(var name) -> "cookie " + quoted(name);
      case Field.Jwt(_, var claim) -> "jwt " + quoted(claim);
    };
  }

  private static String of(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Present _ -> "";
      case Predicate.Is(var value) -> " is " + quoted(value);
      case Predicate.Starts(var prefix) -> " starts " + quoted(prefix);
      case Predicate.Ends(var suffix) -> " ends " + quoted(suffix);
      case Predicate.Has(var part) -> " has " + quoted(part);
      case Predicate.Matches(var regex) -> " matches " + quoted(regex);
      case Predicate.Compare(var order, var bound) -> " " + sign(order) + " " + bound;
      case Predicate.OneOf(var values) ->
          " in " + list(values.stream().map(ConditionText::quoted).toList());
      case Predicate.Inside(var addresses) -> " in " + addresses;
    };
  }

  private static String sign(Order order) {
    return switch (order) {
      case LESS -> "<";
      case AT_MOST -> "<=";
      case MORE -> ">";
      case AT_LEAST -> ">=";
    };
  }

  private static String list(List<String> values) {
    return "[" + String.join(", ", values) + "]";
  }

  /** A text between quotes; what would break a line or a terminal is shown as an escape. */
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            quoted.append("\\u{").append(Integer.toHexString(c)).append('}');
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
