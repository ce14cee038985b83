package io.weir.proxy.route;

import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.VirtualHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Routing as DSL.md tells it, one route behind the other, written with strings and regular
 * expressions and nothing of the table: what the table is held against.
 */
record LinearWalk(Match match, int number, Map<String, String> captures) {
  static LinearWalk of(List<VirtualHost> blocks, RouteTableWalkTest.Asked asked) {
    var block = block(blocks, asked.host());
    int number = 0;
    for (var other : blocks) {
      for (var route : other.routes()) {
        var path = regex(route.path()).matcher(asked.path());
        if (other.equals(block)
            && path.matches()
            && route.when().map(when -> holds(when, asked.headers())).orElse(true)) {
          return new LinearWalk(Match.FOUND, number, captures(route.path(), path));
        }
        number++;
      }
    }
    return new LinearWalk(block == null ? Match.NO_HOST : Match.NO_ROUTE, -1, Map.of());
  }

  static List<String> captureNames(PathPattern path) {
    var names = new ArrayList<String>();
    for (var segment : path.segments()) {
      if (segment instanceof Segment.Capture(var name)) {
        names.add(name);
      }
    }
    if (path.rest()) {
      names.add("**");
    }
    return names;
  }

  private static VirtualHost block(List<VirtualHost> blocks, String host) {
    return blocks.stream()
        .filter(block -> weight(block, host) >= 0)
        .max(Comparator.comparingInt(block -> weight(block, host)))
        .orElse(null);
  }

  private static int weight(VirtualHost block, String host) {
    return switch (block.names().getFirst()) {
      case HostPattern.Exact(var name) -> host.equals(name) ? 1000 : -1;
      case HostPattern.Wildcard(var suffix) ->
          host.endsWith(suffix) && host.length() > suffix.length() ? suffix.length() : -1;
      case HostPattern.Any _ -> 0;
    };
  }

  private static Pattern regex(PathPattern path) {
    var regex = new StringBuilder();
    for (var segment : path.segments()) {
      regex.append('/');
      switch (segment) {
        case Segment.Literal(var text) -> regex.append(Pattern.quote(text));
        case Segment.Capture _ -> regex.append("([^/]+)");
        case Segment.Glob(var text) when text.equals("*") -> regex.append("[^/]+");
        case Segment.Glob(var text) ->
            regex.append("\\Q").append(text.replace("*", "\\E[^/]*\\Q")).append("\\E");
      }
    }
    return Pattern.compile(regex + (path.rest() ? "/(.*)" : ""));
  }

  private static Map<String, String> captures(PathPattern path, Matcher matcher) {
    var captures = new LinkedHashMap<String, String>();
    for (var name : captureNames(path)) {
      captures.put(name, matcher.group(captures.size() + 1));
    }
    return captures;
  }

  private static boolean holds(Condition condition, Map<String, String> headers) {
    return switch (condition) {
      case Condition.And(var parts) -> parts.stream().allMatch(part -> holds(part, headers));
      case Condition.Or(var parts) -> parts.stream().anyMatch(part -> holds(part, headers));
      case Condition.Not(var part) -> !holds(part, headers);
      case Condition.Test(Condition.Field.Header(var name), var predicate) ->
          headers.containsKey(name) && holds(predicate, headers.get(name));
      case Condition.Test test -> throw new IllegalArgumentException("not generated: " + test);
    };
  }

  private static boolean holds(Predicate predicate, String value) {
    return switch (predicate) {
      case Predicate.Present _ -> true;
      case Predicate.Is(var text) -> value.equals(text);
      case Predicate.Starts(var prefix) -> value.startsWith(prefix);
      case Predicate.OneOf(var values) -> values.contains(value);
      case Predicate.Compare(_, var bound) -> Long.parseLong(value) > bound;
      default -> throw new IllegalArgumentException("not generated: " + predicate);
    };
  }
}
