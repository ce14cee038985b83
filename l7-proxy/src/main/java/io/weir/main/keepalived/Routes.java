package io.weir.main.keepalived;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code virtual_routes} and {@code virtual_rules} as {@code route} and {@code rule}. */
final class Routes {
  private static final Set<String> FATES = Set.of("blackhole", "unreachable", "prohibit");
  private static final Set<String> EVERYWHERE = Set.of("default", "0.0.0.0/0", "::/0", "0/0");

  private static final Map<String, String> ROUTE =
      Map.of(
          "via",
          "via",
          "gw",
          "via",
          "dev",
          "on",
          "oif",
          "on",
          "src",
          "source",
          "metric",
          "metric",
          "priority",
          "metric",
          "preference",
          "metric",
          "table",
          "table");

  private static final Map<String, String> RULE =
      Map.ofEntries(
          Map.entry("from", "from"),
          Map.entry("to", "to"),
          Map.entry("iif", "iif"),
          Map.entry("dev", "iif"),
          Map.entry("oif", "oif"),
          Map.entry("fwmark", "mark"),
          Map.entry("priority", "priority"),
          Map.entry("preference", "priority"),
          Map.entry("order", "priority"),
          Map.entry("table", "table"),
          Map.entry("lookup", "table"));

  /** Names of tables that every machine has (/etc/iproute2/rt_tables). */
  private static final Map<String, String> TABLES = Map.of("default", "253", "main", "254");

  private Routes() {}

  /** A line for each route; one that has a word without match is left out as a whole. */
  static void routes(Node node, Draft draft) {
    for (var route : node.block()) {
      var to = "";
      var rest = new StringBuilder();
      var words = route.words();
      boolean isKnown = true;
      for (int i = 0; i < words.size() && isKnown; i++) {
        var word = words.get(i);
        boolean hasValue = i + 1 < words.size();
        if (FATES.contains(word)) {
          rest.append(' ').append(word);
        } else if (word.equals("to") && hasValue) {
          to = words.get(++i);
        } else if (ROUTE.containsKey(word) && hasValue) {
          isKnown = add(rest, ROUTE.get(word), words.get(++i));
        } else if (to.isEmpty() && !word.equals("unicast")) {
          to = word;
        } else {
          isKnown = word.equals("unicast");
        }
      }
      boolean isPlain =
          EVERYWHERE.contains(to) || Words.plain(to).filter(Routes::isNetwork).isPresent();
      if (isKnown && isPlain) {
        draft.say(route, "route " + (EVERYWHERE.contains(to) ? "default" : to) + rest);
      } else {
        lose(route, draft);
      }
    }
  }

  /** The same for rules. */
  static void rules(Node node, Draft draft) {
    for (var rule : node.block()) {
      var out = new StringBuilder("rule");
      boolean isKnown = true;
      var words = rule.words();
      for (int i = 0; i < words.size() && isKnown; i++) {
        var word = words.get(i);
        if (FATES.contains(word)) {
          out.append(' ').append(word);
        } else if (RULE.containsKey(word) && i + 1 < words.size()) {
          var value = words.get(++i);
          boolean isAll = List.of("from", "to").contains(word) && value.equals("all");
          isKnown = isAll || add(out, RULE.get(word), value);
        } else {
          isKnown = false;
        }
      }
      if (!isKnown) {
        lose(rule, draft);
      } else if (out.indexOf(" priority ") < 0) {
        draft.lose(rule, "a rule needs its place among the others: priority NUMBER");
      } else {
        draft.say(rule, out.toString());
      }
    }
  }

  private static boolean add(StringBuilder out, String word, String value) {
    var plain =
        switch (word) {
          case "table" -> TABLES.getOrDefault(value, value);
          case "on", "iif", "oif" -> Instances.interfaceName(value);
          default -> value;
        };
    boolean isNumber = Set.of("table", "metric", "mark", "priority").contains(word);
    boolean isAddress = Set.of("via", "source", "from", "to").contains(word);
    out.append(' ').append(word).append(' ').append(plain);
    return isNumber
        ? Words.number(plain).isPresent()
        : !isAddress || Words.plain(plain).filter(Routes::isNetwork).isPresent();
  }

  /** Whether it looks like one; {@code weir check} knows better. */
  private static boolean isNetwork(String text) {
    return text.matches("[0-9A-Fa-f.:]+(/[0-9]{1,3})?");
  }

  private static void lose(Node node, Draft draft) {
    draft.lose(
        node, Unsupported.why(node).orElse("something of it has no match; see route and rule"));
  }
}
