package io.weir.dsl.directive;

import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Timeouts;
import io.weir.dsl.source.Span;
import java.util.Set;

/** {@code body max 10M} and {@code body min-rate 1k after 10s}. */
final class BodyReader extends KeyedReader {
  BodyReader() {
    super("body", Set.of("max", "min-rate"));
  }

  @Override
  void value(String key, Span at, Arguments arguments, Layer layer) {
    if (key.equals("max")) {
      long max =
          arguments.accept("unlimited")
              ? RouteSettings.UNLIMITED
              : Typed.size(arguments, "body max", 0, 1L << 50);
      layer.set(Setting.BODY_MAX, max, at, arguments);
    } else {
      layer.set(Setting.MIN_RATE, minRate(arguments), at, arguments);
    }
  }

  private static Setting.MinRate minRate(Arguments arguments) {
    var after = Timeouts.DEFAULT.minBodyRateAfter();
    if (arguments.accept("off")) {
      return new Setting.MinRate(0, after);
    }
    int bytes = (int) Typed.size(arguments, "body min-rate", 1 << 10, 1 << 30);
    if (arguments.accept("after")) {
      after = Typed.duration(arguments, "body min-rate after");
    }
    return new Setting.MinRate(bytes, after);
  }
}
