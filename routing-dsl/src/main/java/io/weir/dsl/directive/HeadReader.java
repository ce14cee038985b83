package io.weir.dsl.directive;

import io.weir.dsl.source.Span;
import java.util.Set;

/** {@code head max 32k, line 8k, fields 100}: how large a request head may be. */
final class HeadReader extends KeyedReader {
  HeadReader() {
    super("head", Set.of("max", "line", "fields"));
  }

  @Override
  void value(String key, Span at, Arguments arguments, Layer layer) {
    switch (key) {
      case "max" -> layer.set(Setting.HEAD_BYTES, bytes(arguments, "head max"), at, arguments);
      case "line" -> layer.set(Setting.LINE_BYTES, bytes(arguments, "head line"), at, arguments);
      default ->
          layer.set(
              Setting.FIELDS, Typed.number(arguments, "head fields", 1, 10_000), at, arguments);
    }
  }

  private static int bytes(Arguments arguments, String slot) {
    return (int) Typed.size(arguments, slot, 1 << 10, 16 << 20);
  }
}
