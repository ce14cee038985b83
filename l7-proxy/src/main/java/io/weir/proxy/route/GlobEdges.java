package io.weir.proxy.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The globs that lead on from one node, found by the octets in front of their first star or behind
 * their last one, whichever are more, so that a thousand of them are not tried one by one.
 * Immutable.
 */
final class GlobEdges {
  /** No globs. */
  static final GlobEdges NONE = new GlobEdges(new Group[0]);

  private static final Edge[] NO_EDGES = new Edge[0];

  private final Group[] groups;

  private GlobEdges(Group[] groups) {
    this.groups = groups;
  }

  /** A glob and where it leads. */
  record Edge(Glob glob, PathTree.Node node) {}

  /** Globs with affixes of one length: prefixes, or suffixes. */
  private record Group(boolean isPrefix, int length, OctetTable<Edge[]> edges) {
    Edge[] candidates(byte[] bytes, int start, int end) {
      if (end - start < length) {
        return NO_EDGES;
      }
      int from = isPrefix ? start : end - length;
      @Nullable Edge[] found = edges.find(bytes, from, from + length);
      return found == null ? NO_EDGES : found;
    }
  }

  /** The edges, grouped. */
  static GlobEdges of(List<Edge> edges) {
    if (edges.isEmpty()) {
      return NONE;
    }
    // Signed by side: n for prefixes of length n, -n for suffixes.
    var byLength = new TreeMap<Integer, Map<OctetTable.Key, List<Edge>>>();
    for (var edge : edges) {
      byte[] prefix = edge.glob().prefix();
      byte[] suffix = edge.glob().suffix();
      boolean isPrefix = prefix.length >= suffix.length;
      byLength
          .computeIfAbsent(isPrefix ? prefix.length : -suffix.length, _ -> new LinkedHashMap<>())
          .computeIfAbsent(new OctetTable.Key(isPrefix ? prefix : suffix), _ -> new ArrayList<>())
          .add(edge);
    }
    return new GlobEdges(
        byLength.entrySet().stream()
            .map(entry -> group(entry.getKey(), entry.getValue()))
            .toArray(Group[]::new));
  }

  boolean isEmpty() {
    return groups.length == 0;
  }

  /** How many times {@link #candidates} is to be asked. */
  int groups() {
    return groups.length;
  }

  /** The globs of one group that may match the segment. */
  Edge[] candidates(int group, byte[] bytes, int start, int end) {
    return groups[group].candidates(bytes, start, end);
  }

  private static Group group(int length, Map<OctetTable.Key, List<Edge>> edges) {
    var arrays = new LinkedHashMap<OctetTable.Key, Edge[]>();
    edges.forEach((key, list) -> arrays.put(key, list.toArray(Edge[]::new)));
    return new Group(length >= 0, Math.abs(length), OctetTable.of(arrays));
  }
}
