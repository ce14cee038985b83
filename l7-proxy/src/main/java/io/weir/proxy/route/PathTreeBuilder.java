package io.weir.proxy.route;

import io.weir.dsl.model.PathPattern.Segment;
import io.weir.proxy.exchange.Octets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers routes, in file order, into a {@link PathTree}. Used by one thread, once. */
final class PathTreeBuilder {
  private final Map<String, PathTreeBuilder> literals = new LinkedHashMap<>();
  private final Map<String, PathTreeBuilder> globs = new LinkedHashMap<>();
  private @Nullable PathTreeBuilder any;
  private final List<CompiledRoute> ends = new ArrayList<>();
  private final List<CompiledRoute> rests = new ArrayList<>();
  private int first = Integer.MAX_VALUE;

  /** The tree of these routes, given in file order. */
  static PathTree tree(List<CompiledRoute> routes) {
    var root = new PathTreeBuilder();
    for (var route : routes) {
      root.add(route);
    }
    return new PathTree(root.node());
  }

  private void add(CompiledRoute route) {
    var place = this;
    place.first = Math.min(place.first, route.number());
    for (var segment : route.route().path().segments()) {
      place = place.child(segment);
      place.first = Math.min(place.first, route.number());
    }
    (route.restAfter() < 0 ? place.ends : place.rests).add(route);
  }

  private PathTreeBuilder child(Segment segment) {
    return switch (segment) {
      case Segment.Literal(var text) -> literals.computeIfAbsent(text, _ -> new PathTreeBuilder());
      case Segment.Glob(var text) when !Glob.of(text).isAny() ->
          globs.computeIfAbsent(text, _ -> new PathTreeBuilder());
      case Segment.Glob _, Segment.Capture _ -> {
        if (any == null) {
          any = new PathTreeBuilder();
        }
        yield any;
      }
    };
  }

  private PathTree.Node node() {
    var children = new LinkedHashMap<OctetTable.Key, PathTree.Node>();
    literals.forEach(
        (text, child) -> children.put(new OctetTable.Key(Octets.of(text)), child.node()));
    var edges = new ArrayList<GlobEdges.Edge>();
    globs.forEach((text, child) -> edges.add(new GlobEdges.Edge(Glob.of(text), child.node())));
    return new PathTree.Node(
        first,
        OctetTable.of(children),
        any == null ? null : any.node(),
        GlobEdges.of(edges),
        ends.toArray(CompiledRoute[]::new),
        rests.toArray(CompiledRoute[]::new));
  }
}
