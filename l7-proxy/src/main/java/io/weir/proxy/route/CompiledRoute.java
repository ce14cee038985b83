package io.weir.proxy.route;

import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Route;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Target;
import org.jspecify.annotations.Nullable;

/**
 * A route in the form that requests are held against. Immutable.
 *
 * @param number in file order over all hosts
 * @param guard what its condition became; null if it has none
 * @param captured the numbers of the path's segments that are captured, in order
 * @param restAfter how many segments are in front of {@code **}; -1 if the path has none
 */
record CompiledRoute(
    int number, Route route, @Nullable Guard guard, int[] captured, int restAfter) {
  private static final int[] NOTHING = new int[0];

  /** Compiles a route. */
  static CompiledRoute of(int number, Route route, ClientLookup lookup) {
    var segments = route.path().segments();
    var captured =
        new int[(int) segments.stream().filter(Segment.Capture.class::isInstance).count()];
    int found = 0;
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i) instanceof Segment.Capture) {
        captured[found++] = i;
      }
    }
    var guard = route.when().map(when -> Guard.of(when, lookup)).orElse(null);
    return new CompiledRoute(
        number, route, guard, captured, route.path().rest() ? segments.size() : -1);
  }

  /** Whether the condition, if there is one, holds. */
  boolean allows(Exchange exchange) {
    return guard == null || guard.passes(exchange);
  }

  /** The slices that a path, which matches, has for captures and rest. */
  int[] captures(Target target) {
    int slices = captured.length + (restAfter < 0 ? 0 : 1);
    if (slices == 0) {
      return NOTHING;
    }
    var found = new int[slices * 2];
    int at = target.pathStart() + 1;
    int segment = 0;
    for (int i = 0; i < captured.length; i++, segment++) {
      for (; segment < captured[i]; segment++) {
        at = segmentEnd(target, at) + 1;
      }
      found[2 * i] = at;
      found[2 * i + 1] = segmentEnd(target, at);
      at = found[2 * i + 1] + 1;
    }
    if (restAfter >= 0) {
      for (; segment < restAfter; segment++) {
        at = segmentEnd(target, at) + 1;
      }
      found[found.length - 2] = at;
      found[found.length - 1] = target.pathEnd();
    }
    return found;
  }

  private static int segmentEnd(Target target, int start) {
    int end = start;
    while (end < target.pathEnd() && target.bytes()[end] != '/') {
      end++;
    }
    return end;
  }
}
