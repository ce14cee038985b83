package io.weir.dsl.directive;

import io.weir.dsl.source.Span;
import java.util.Set;

/** {@code keep-alive requests 10000, lifetime 1h}: how long a client connection is kept. */
final class KeepAliveReader extends KeyedReader {
  KeepAliveReader() {
    super("keep-alive", Set.of("requests", "lifetime"));
  }

  @Override
  void value(String key, Span at, Arguments arguments, Layer layer) {
    if (key.equals("requests")) {
      int requests = Typed.number(arguments, "keep-alive requests", 1, Integer.MAX_VALUE);
      layer.set(Setting.REQUESTS, requests, at, arguments);
    } else {
      layer.set(Setting.LIFETIME, Typed.duration(arguments, "keep-alive lifetime"), at, arguments);
    }
  }
}
