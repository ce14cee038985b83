package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.syntax.Argument;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Works out which policies apply where one or more are used. */
final class Policies {
  private static final int DEEPEST = 32;

  private final Map<String, Layer> layers;

  Policies(Map<String, Layer> layers) {
    this.layers = layers;
  }

  /**
   * The policies in the order in which they apply: what a policy uses stands before it, and each
   * stands once, where it comes first.
   */
  Map<String, Layer> expand(List<Argument.Word> uses) {
    var expanded = new LinkedHashMap<String, Layer>();
    uses.forEach(use -> expand(use.text(), expanded, new HashSet<>()));
    return expanded;
  }

  private void expand(String name, Map<String, Layer> expanded, Set<String> underWay) {
    var layer = layers.get(name);
    if (layer == null || underWay.size() >= DEEPEST || !underWay.add(name)) {
      return;
    }
    if (!expanded.containsKey(name)) {
      layer.uses().forEach(use -> expand(use.text(), expanded, underWay));
      expanded.putIfAbsent(name, layer);
    }
    underWay.remove(name);
  }

  /** Reports policies that use themselves. */
  void reportCycles(Context context) {
    var done = new HashSet<String>();
    for (var name : layers.keySet()) {
      visit(name, new LinkedHashSet<>(), done, context);
    }
  }

  private void visit(String name, Set<String> path, Set<String> done, Context context) {
    var layer = layers.get(name);
    if (layer == null || done.contains(name)) {
      return;
    }
    path.add(name);
    for (var use : layer.uses()) {
      if (path.contains(use.text())) {
        context.report(
            Code.CYCLE,
            use.span(),
            "policy \"%s\" uses itself: %s -> %s"
                .formatted(use.text(), String.join(" -> ", path), use.text()));
      } else if (path.size() >= DEEPEST) {
        context.report(
            Diagnostic.of(
                Code.TOO_DEEP,
                use.span(),
                "found policies that use policies more than " + DEEPEST + " deep"));
      } else {
        visit(use.text(), path, done, context);
      }
    }
    path.remove(name);
    done.add(name);
  }
}
