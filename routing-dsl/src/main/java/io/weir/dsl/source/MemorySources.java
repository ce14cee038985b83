package io.weir.dsl.source;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sources that are held in memory, by name; the directory part of names counts as in files. */
public record MemorySources(Map<String, String> texts) implements SourceLoader {
  public MemorySources {
    texts = Map.copyOf(texts);
  }

  @Override
  public Found load(Span include, String pattern) {
    var name = include.source().name();
    var directory = name.substring(0, name.lastIndexOf('/') + 1);
    var wanted = pattern.startsWith("/") ? pattern : directory + pattern;
    var found =
        new TreeMap<>(texts)
            .entrySet().stream()
                .filter(entry -> Wildcard.matches(wanted, entry.getKey()))
                .map(entry -> new Source(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Source::name))
                .toList();
    if (found.isEmpty() && !SourceLoader.isGlob(pattern)) {
      return Found.refused(
          Diagnostic.of(Code.INCLUDE, include, "no such file: \"" + wanted + "\""));
    }
    return new Found(found, List.of());
  }
}
