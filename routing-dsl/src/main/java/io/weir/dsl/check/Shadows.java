package io.weir.dsl.check;

import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Route;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds routes that can never be chosen: an earlier one of the same host matches every path that
 * they match, and its condition holds whenever theirs does. Says so only when it is certain;
 * several earlier routes that cover a later one only together are not found.
 *
 * <p>Earlier patterns are kept in a tree by segment, so that ten thousand routes are not compared
 * each with each.
 */
public final class Shadows {
  private final Node root = new Node();

  private Shadows() {}

  /** An earlier route and its rank in the file. */
  private record Earlier(int rank, Route route) {}

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<Segment, Node> wild = new LinkedHashMap<>();
    final List<Earlier> ending = new ArrayList<>();
    final List<Earlier> withRest = new ArrayList<>();
  }

  /** Reports each route of one host that an earlier one shadows. */
  public static void report(List<Route> routes, Findings findings) {
    var shadows = new Shadows();
    for (int i = 0; i < routes.size(); i++) {
      var route = routes.get(i);
      shadows.find(route).ifPresent(earlier -> findings.add(diagnostic(route, earlier)));
      shadows.add(new Earlier(i, route));
    }
  }

  private static Diagnostic diagnostic(Route route, Route earlier) {
    return Diagnostic.of(
            Code.UNREACHABLE_ROUTE,
            route.span(),
            "route %s can never be chosen".formatted(route.path().text()))
        .label(
            "route %s in line %d matches everything that it does"
                .formatted(earlier.path().text(), earlier.span().line()))
        .hint("the first route that matches wins; write the narrower one first");
  }

  private void add(Earlier earlier) {
    var node = root;
    for (var segment : earlier.route().path().segments()) {
      node =
          switch (segment) {
            case Segment.Literal(var text) -> node.literals.computeIfAbsent(text, _ -> new Node());
            case Segment.Glob _ -> node.wild.computeIfAbsent(segment, _ -> new Node());
            // The name of a capture does not matter here; a lone star matches the same
            case Segment.Capture _ ->
                node.wild.computeIfAbsent(new Segment.Glob("*"), _ -> new Node());
          };
    }
    (earlier.route().path().rest() ? node.withRest : node.ending).add(earlier);
  }

  private Optional<Route> find(Route route) {
    var covering = new ArrayList<Earlier>();
    collect(root, route, 0, covering);
    return covering.stream().min((a, b) -> Integer.compare(a.rank(), b.rank())).map(Earlier::route);
  }

  private static void collect(Node node, Route route, int depth, List<Earlier> covering) {
    PathPattern path = route.path();
    boolean isAtEnd = depth == path.segments().size();
    if (!isAtEnd || path.rest()) {
      // A rest takes one segment at least
      firstImplied(node.withRest, route).ifPresent(covering::add);
    }
    if (isAtEnd) {
      if (!path.rest()) {
        firstImplied(node.ending, route).ifPresent(covering::add);
      }
      return;
    }
    var segment = path.segments().get(depth);
    if (segment instanceof Segment.Literal(var text)) {
      var next = node.literals.get(text);
      if (next != null) {
        collect(next, route, depth + 1, covering);
      }
    }
    node.wild.forEach((wild, next) -> {
      if (PathCover.covers(wild, segment)) {
        collect(next, route, depth + 1, covering);
      }
    });
  }

  private static Optional<Earlier> firstImplied(List<Earlier> earlier, Route route) {
    return earlier.stream().filter(e -> holdsWhenever(route, e.route())).findFirst();
  }

  private static boolean holdsWhenever(Route later, Route earlier) {
    return earlier.when().isEmpty()
        || (later.when().isPresent()
            && Implication.certain(later.when().get(), earlier.when().get()));
  }
}
