package io.weir.proxy.exchange;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of its bearer (RFC 7519 4), once its signature and its times have been checked:
 * nobody makes one of a token that has not been verified. Immutable; any thread.
 *
 * @param members the members of the JSON object: texts, numbers, booleans, lists and maps
 */
public record Claims(Map<String, Object> members) {
  /**
   * Whether a value of the claim passes, seen as text in UTF-8; of a list any of its values may. A
   * name with dots leads into objects, if there is no claim that is called so as a whole.
   */
  public boolean any(String name, SliceTest test) {
    return passes(find(members, name), test);
  }

  /** The values of the claim with commas between, or null if there is none. */
  public @Nullable String text(String name) {
    return text(find(members, name));
  }

  private static boolean passes(@Nullable Object value, SliceTest test) {
    if (value instanceof List<?> values) {
      for (var one : values) {
        if (!(one instanceof List<?>) && passes(one, test)) {
          return true;
        }
      }
      return false;
    }
    var text = scalar(value);
    if (text == null) {
      return false;
    }
    var octets = text.getBytes(StandardCharsets.UTF_8);
    return test.passes(octets, 0, octets.length);
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof List<?> values) {
      var texts = values.stream().map(Claims::scalar).filter(text -> text != null).toList();
      return texts.isEmpty() ? null : texts.stream().collect(Collectors.joining(","));
    }
    return scalar(value);
  }

  private static @Nullable String scalar(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth.toString();
      // 1e3 and 1000.0 are the number 1000 (RFC 8259 6), which rules write as 1000.
      case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 ->
          Long.toString(number.longValue());
      case Number number -> number.toString();
      case null, default -> null;
    };
  }

  private static @Nullable Object find(Map<?, ?> members, String name) {
    var whole = members.get(name);
    if (whole != null) {
      return whole;
    }
    for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      if (members.get(name.substring(0, dot)) instanceof Map<?, ?> inner) {
        var found = find(inner, name.substring(dot + 1));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
