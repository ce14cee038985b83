package io.weir.dsl.directive;

import io.weir.dsl.model.Vrrp;
import io.weir.dsl.model.VrrpRoute;
import io.weir.dsl.model.VrrpRule;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Routes and rules must not be there twice: the first that goes would take the other along. */
final class VrrpRouteChecks {
  private VrrpRouteChecks() {}

  /** Reports what the router, or one of the routers before it, has already. */
  static void check(Arguments arguments, Vrrp router, List<Vrrp> others) {
    twice(all(router, others, Vrrp::routes), router.routes(), VrrpRoute::isSame)
        .forEach(one -> flag(arguments, one.span(), "route", "metric or table"));
    twice(all(router, others, Vrrp::rules), router.rules(), VrrpRule::isSame)
        .forEach(one -> flag(arguments, one.span(), "rule", "priority"));
  }

  private static <T> List<T> all(Vrrp router, List<Vrrp> others, Function<Vrrp, List<T>> of) {
    var all = new ArrayList<T>();
    others.forEach(other -> all.addAll(of.apply(other)));
    all.addAll(of.apply(router));
    return all;
  }

  /** Those of the router that come after one that is the same. */
  private static <T> List<T> twice(List<T> all, List<T> own, BiPredicate<T, T> isSame) {
    int before = all.size() - own.size();
    var twice = new ArrayList<T>();
    for (int i = 0; i < own.size(); i++) {
      var one = own.get(i);
      if (all.subList(0, before + i).stream().anyMatch(other -> isSame.test(one, other))) {
        twice.add(one);
      }
    }
    return twice;
  }

  private static void flag(Arguments arguments, Span span, String what, String differing) {
    arguments.flag(
        Diagnostic.of(Code.DUPLICATE_NAME, span, "this " + what + " is there already")
            .hint("leave it out, or give it another " + differing));
  }
}
