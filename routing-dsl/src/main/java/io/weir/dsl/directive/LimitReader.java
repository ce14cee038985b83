package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;

/**
 * {@code limit 100r/s burst 200 per client.ip}, and {@code limit cost 5} for what a request of a
 * route takes from each of its limits.
 */
final class LimitReader implements Reader<Layer> {
  private static final int HIGHEST_COST = 1_000_000;

  @Override
  public void read(Arguments arguments, Layer layer) {
    if (arguments.accept("cost")) {
      var keyword = arguments.statement().keyword().span();
      int cost = Typed.number(arguments, "limit cost", 1, HIGHEST_COST);
      layer.set(Setting.LIMIT_COST, cost, keyword, arguments);
      arguments.endWithoutBlock();
      return;
    }
    for (var word : java.util.List.of("connections", "in-flight", "accept")) {
      if (arguments.isNext(word)) {
        arguments.fail(
            Diagnostic.of(
                Code.NOT_SUPPORTED,
                arguments.here(),
                "\"limit " + word + "\" is not supported yet"));
        return;
      }
    }
    var draft = RateLimitDraft.read(arguments);
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      layer.limits().add(draft);
    }
  }
}
