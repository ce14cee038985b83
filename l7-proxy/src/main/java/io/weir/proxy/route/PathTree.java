package io.weir.proxy.route;

import io.weir.proxy.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one host as a tree of path segments. Immutable.
 *
 * <p>A request can fit several branches: a literal one, one that takes any segment, globs, and at
 * each node on the way the routes that end in {@code **}. All of them are walked, but a branch only
 * while it may hold a route that comes earlier in the file than the best one found so far; each
 * node knows the first route below it. So the walk depends on how many branches fit the path, not
 * on how many routes there are, and the first match in file order wins.
 */
final class PathTree {
  private final Node root;

  PathTree(Node root) {
    this.root = root;
  }

  /**
   * A place in the tree: some segments have matched.
   *
   * @param first the lowest number of a route at or below this node
   * @param any where a segment that is not empty leads, whatever it is; null if nowhere
   * @param ends the routes whose path ends here, in file order
   * @param rests the routes whose path goes on with {@code **}, in file order
   */
  record Node(
      int first,
      OctetTable<Node> literals,
      @Nullable Node any,
      GlobEdges globs,
      CompiledRoute[] ends,
      CompiledRoute[] rests) {}

  /** The first route in file order that matches the request, or null. */
  @Nullable CompiledRoute find(Exchange exchange) {
    var target = exchange.request().target();
    // The lone star of OPTIONS is below no path: it is for routes that take whatever there is.
    return target.isServerWide()
        ? firstOf(root.rests, exchange, null)
        : below(root, exchange, target.pathStart() + 1, null);
  }

  /**
   * The best of the given route and those at or below the node.
   *
   * @param at where the next segment starts; behind the end of the path if none is left
   */
  private static @Nullable CompiledRoute below(
      Node node, Exchange exchange, int at, @Nullable CompiledRoute best) {
    if (!canBeat(node.first, best)) {
      return best;
    }
    var target = exchange.request().target();
    int end = target.pathEnd();
    if (at > end) {
      return firstOf(node.ends, exchange, best);
    }
    byte[] bytes = target.bytes();
    int stop = at;
    while (stop < end && bytes[stop] != '/') {
      stop++;
    }
    var found = firstOf(node.rests, exchange, best);
    var literal = node.literals.find(bytes, at, stop);
    if (literal != null) {
      found = below(literal, exchange, stop + 1, found);
    }
    if (stop > at && node.any != null) {
      found = below(node.any, exchange, stop + 1, found);
    }
    return node.globs.isEmpty() ? found : globs(node.globs, exchange, at, stop, found);
  }

  private static @Nullable CompiledRoute globs(
      GlobEdges globs, Exchange exchange, int at, int stop, @Nullable CompiledRoute best) {
    byte[] bytes = exchange.request().target().bytes();
    var found = best;
    for (int group = 0; group < globs.groups(); group++) {
      for (var edge : globs.candidates(group, bytes, at, stop)) {
        if (canBeat(edge.node().first(), found) && edge.glob().matches(bytes, at, stop)) {
          found = below(edge.node(), exchange, stop + 1, found);
        }
      }
    }
    return found;
  }

  private static @Nullable CompiledRoute firstOf(
      CompiledRoute[] routes, Exchange exchange, @Nullable CompiledRoute best) {
    for (var route : routes) {
      if (!canBeat(route.number(), best)) {
        return best;
      }
      if (route.allows(exchange)) {
        return route;
      }
    }
    return best;
  }

  private static boolean canBeat(int number, @Nullable CompiledRoute best) {
    return best == null || number < best.number();
  }
}
