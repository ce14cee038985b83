package io.weir.dsl.directive;

import io.weir.dsl.model.Cidr;
import io.weir.dsl.model.VrrpRoute;
import io.weir.dsl.model.VrrpRoute.Fate;
import io.weir.dsl.model.VrrpRule;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** {@code rule from 10.1.0.0/16 iif eth1 priority 100 table 7}. */
final class VrrpRuleReader implements Reader<VrrpDraft> {
  private static final List<String> OPTIONS =
      List.of(
          "from",
          "to",
          "iif",
          "oif",
          "mark",
          "priority",
          "table",
          "blackhole",
          "unreachable",
          "prohibit");

  /** The kernel's own are 0, 32766 and 32767. */
  private static final int LAST_PRIORITY = 32765;

  @Override
  public void read(Arguments arguments, VrrpDraft draft) {
    var family = new VrrpRouteReader.Part();
    var from = Optional.<Cidr>empty();
    var to = Optional.<Cidr>empty();
    var in = Optional.<String>empty();
    var out = Optional.<String>empty();
    int mark = 0;
    int priority = 0;
    int table = 0;
    var fate = Fate.UNICAST;
    var seen = new HashSet<String>();
    while (!arguments.isAtEnd()) {
      var option = arguments.oneOf("rule", OPTIONS);
      if (!seen.add(option)) {
        arguments.fail(
            Code.SET_TWICE, arguments.last(), "\"" + option + "\" is set twice for this rule");
      }
      switch (option) {
        case "from" -> from = VrrpRouteReader.network(arguments, "rule from", family);
        case "to" -> to = VrrpRouteReader.network(arguments, "rule to", family);
        case "iif" -> in = Optional.of(VrrpReader.interfaceName(arguments));
        case "oif" -> out = Optional.of(VrrpReader.interfaceName(arguments));
        case "mark" -> mark = Typed.number(arguments, "rule mark", 1, Integer.MAX_VALUE);
        case "priority" -> priority = Typed.number(arguments, "rule priority", 1, LAST_PRIORITY);
        case "table" -> table = VrrpRouteReader.table(arguments, "rule table");
        default -> fate = VrrpRouteReader.fate(option);
      }
    }
    arguments.endWithoutBlock();
    var span = arguments.statement().span();
    var rule =
        new VrrpRule(
            from,
            to,
            in,
            out,
            mark,
            priority,
            fate,
            table == 0 ? VrrpRoute.MAIN : table,
            family.isIpv6(),
            span);
    if (!arguments.isBroken()) {
      check(arguments, rule, table != 0);
    }
    if (!arguments.isBroken()) {
      draft.rules.add(rule);
    }
  }

  private static void check(Arguments arguments, VrrpRule rule, boolean hasTable) {
    if (rule.priority() == 0) {
      arguments.flag(
          Diagnostic.of(Code.ARGUMENTS, rule.span(), "a rule needs its place among the others")
              .hint("write: priority 100; the lowest is asked first"));
    }
    boolean isOne = hasTable != (rule.fate() != Fate.UNICAST);
    if (!isOne) {
      arguments.flag(
          Diagnostic.of(
                  Code.ARGUMENTS, rule.span(), "a rule says one thing of what becomes of packets")
              .hint("write: table N, or one of blackhole, unreachable and prohibit"));
    }
  }
}
