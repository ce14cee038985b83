package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of one kind that the files declare, and which of them are used. */
final class Names {
  private static final int MOST_LISTED = 8;

  private final String kind;
  private final Code unknown;
  private final Map<String, Span> declared = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  Names(String kind, Code unknown) {
    this.kind = kind;
    this.unknown = unknown;
  }

  /** Declares a name; a second one is reported. */
  void declare(Argument.Word name, Findings findings) {
    var first = declared.putIfAbsent(name.text(), name.span());
    if (first != null) {
      findings.add(
          Diagnostic.of(
                  Code.DUPLICATE_NAME,
                  name.span(),
                  "found a second " + kind + " \"" + name.text() + "\"")
              .label("the first is in " + where(first, name.span())));
    }
  }

  boolean contains(String name) {
    return declared.containsKey(name);
  }

  Set<String> all() {
    return declared.keySet();
  }

  /** Marks a name as used; whether it is known. */
  boolean use(String name) {
    used.add(name);
    return contains(name);
  }

  /** Marks a name as used, and reports it if it is unknown. */
  boolean use(Argument.Word name, Findings findings) {
    if (use(name.text())) {
      return true;
    }
    var diagnostic =
        Diagnostic.of(unknown, name.span(), "unknown " + kind + " \"" + name.text() + "\"");
    findings.add(diagnostic.label(suggestion(name)));
    return false;
  }

  private String suggestion(Argument.Word name) {
    return Nearest.to(name.text(), declared.keySet())
        .map(near -> "did you mean \"" + near + "\"? (" + kind + ", " + place(near, name) + ")")
        .orElseGet(this::list);
  }

  private String place(String near, Argument.Word name) {
    return where(java.util.Objects.requireNonNull(declared.get(near)), name.span());
  }

  private String list() {
    if (declared.isEmpty()) {
      return "no " + kind + " is declared";
    }
    var few = declared.keySet().stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
    return "expected one of: " + few + (declared.size() > MOST_LISTED ? ", …" : "");
  }

  /** {@code line 8}, or {@code sites/a.weir:8} when it is in another file. */
  static String where(Span target, Span from) {
    return target.source().equals(from.source()) ? "line " + target.line() : target.place();
  }

  /** Reports what is declared and never used. */
  void warnOfUnused(Findings findings) {
    declared.forEach((name, span) -> {
      if (!used.contains(name)) {
        findings.add(Code.UNUSED, span, kind + " \"" + name + "\" is never used");
      }
    });
  }
}
