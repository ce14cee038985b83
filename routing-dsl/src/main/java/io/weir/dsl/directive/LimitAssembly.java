package io.weir.dsl.directive;

import io.weir.dsl.model.Limit;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives the limits that apply to a route their names and costs. */
final class LimitAssembly {
  private final Context context;
  private final boolean knowsRedis;
  private final Set<Span> reported = new HashSet<>();

  /**
   * @param knowsRedis whether the file says where shared limits are kept
   */
  LimitAssembly(Context context, boolean knowsRedis) {
    this.context = context;
    this.knowsRedis = knowsRedis;
  }

  /**
   * The limits of a route, the outermost first.
   *
   * @param stated the blocks that apply, by what their limits are called after
   */
  List<Limit> of(RouteDraft route, Map<String, Layer> stated) {
    int cost = new Layers(List.copyOf(stated.values())).get(Setting.LIMIT_COST).orElse(1);
    var limits = new ArrayList<Limit>();
    stated.forEach((owner, layer) -> {
      var counts = new HashMap<String, Integer>();
      for (var draft : layer.limits()) {
        int count = counts.merge(draft.label(), 1, Integer::sum);
        var derived = owner + " " + draft.label() + (count == 1 ? "" : " #" + count);
        var name = draft.name().map(word -> word.text()).orElse(derived);
        limits.add(draft.limit(name, cost));
      }
    });
    limits.forEach(limit -> check(limit, route));
    route
        .layer
        .place(Setting.LIMIT_COST)
        .filter(_ -> limits.isEmpty())
        .ifPresent(span ->
            context.report(
                Code.NO_EFFECT, span, "limit cost has no effect: no limit applies to this route"));
    return limits;
  }

  private void check(Limit limit, RouteDraft route) {
    switch (limit) {
      case Limit.Requests requests when requests.cost() > requests.burst() -> {
        var place = route.layer.place(Setting.LIMIT_COST).orElse(requests.span());
        if (reported.add(place)) {
          context.report(
              Code.OUT_OF_RANGE,
              place,
              "cost is %d and burst only %d: no request would ever pass"
                  .formatted(requests.cost(), requests.burst()));
        }
      }
      case Limit.Requests requests when requests.isShared() && !knowsRedis -> {
        if (reported.add(requests.span())) {
          context.report(
              Diagnostic.of(
                      Code.ARGUMENTS,
                      requests.span(),
                      "found \"shared\"; nothing says where shared limits are kept")
                  .hint("write at the top of the file: shared redis \"redis://10.0.0.5:6379\""));
        }
      }
      case Limit.Requests _, Limit.InFlight _ -> {}
    }
  }
}
