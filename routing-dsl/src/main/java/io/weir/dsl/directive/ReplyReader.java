package io.weir.dsl.directive;

import io.weir.dsl.source.Span;
import java.util.Set;

/** {@code reply min-rate 1k}: how slowly a client may take its reply. */
final class ReplyReader extends KeyedReader {
  ReplyReader() {
    super("reply", Set.of("min-rate"));
  }

  @Override
  void value(String key, Span at, Arguments arguments, Layer layer) {
    int rate =
        arguments.accept("off")
            ? 0
            : (int) Typed.size(arguments, "reply min-rate", 1 << 10, 1 << 30);
    layer.set(Setting.REPLY_RATE, rate, at, arguments);
  }
}
