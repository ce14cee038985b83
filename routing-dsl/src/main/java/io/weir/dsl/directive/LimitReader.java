package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;

/**
 * {@code limit 100r/s burst 200 per client.ip}, {@code limit connections 20 per client.ip}, {@code
 * limit in-flight 500}, and {@code limit cost 5} for what a request of a route takes from each of
 * its limits.
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
    var draft = draft(arguments);
    arguments.endWithoutBlock();
    if (!arguments.isBroken()) {
      layer.limits().add(draft);
    }
  }

  private static LimitDraft draft(Arguments arguments) {
    if (arguments.accept("connections")) {
      return InFlightDraft.ofConnections(arguments);
    }
    if (arguments.accept("in-flight")) {
      return InFlightDraft.ofRoute(arguments);
    }
    if (arguments.isNext("accept")) {
      arguments.fail(
          Diagnostic.of(Code.MISPLACED, arguments.here(), "\"limit accept\" is about a listener")
              .label("belongs in: listen"));
    }
    return RateLimitDraft.read(arguments);
  }
}
