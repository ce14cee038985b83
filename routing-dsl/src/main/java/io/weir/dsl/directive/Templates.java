package io.weir.dsl.directive;

import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.Template;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Nearest;
import io.weir.dsl.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads texts with places such as <code>{id}</code>, and checks what the places name. */
final class Templates {
  private static final String REST = "**";
  private static final String CLAIM = "jwt.";

  private Templates() {}

  /** Takes a template. */
  static Setting.Placed value(Arguments arguments, String slot, boolean mayCapture) {
    var text = Typed.text(arguments, slot);
    var placed = new Setting.Placed(new Template(parts(arguments, text)), text.span());
    if (!arguments.isBroken()
        && text.value().chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      arguments.flag(
          Code.BAD_TEMPLATE, text.span(), slot + ": a control character cannot be sent in a field");
    }
    if (!mayCapture && !arguments.isBroken()) {
      var unknown = unknown(placed.template(), Set.of());
      unknown.stream()
          .findFirst()
          .ifPresent(name ->
              arguments.fail(
                  report(name, placed.span(), Set.of())
                      .hint("what a path captures is known in routes and policies only")));
    }
    return placed;
  }

  private static List<Template.Part> parts(Arguments arguments, Typed.Text text) {
    var parts = new ArrayList<Template.Part>();
    var plain = new StringBuilder();
    var value = text.value();
    int at = 0;
    while (at < value.length()) {
      char c = value.charAt(at);
      boolean isDoubled = at + 1 < value.length() && value.charAt(at + 1) == c;
      if ((c == '{' || c == '}') && isDoubled) {
        plain.append(c);
        at += 2;
      } else if (c == '{') {
        int end = value.indexOf('}', at);
        if (end < 0) {
          lone(arguments, text, c);
          return parts;
        }
        flush(plain, parts);
        parts.add(part(value.substring(at + 1, end)));
        at = end + 1;
      } else if (c == '}') {
        lone(arguments, text, c);
        return parts;
      } else {
        plain.append(c);
        at++;
      }
    }
    flush(plain, parts);
    return parts;
  }

  private static void lone(Arguments arguments, Typed.Text text, char brace) {
    arguments.fail(
        Diagnostic.of(
                Code.BAD_TEMPLATE, text.span(), "found \"" + brace + "\" without its other brace")
            .hint("a brace itself is written twice: {{ or }}"));
  }

  private static void flush(StringBuilder plain, List<Template.Part> parts) {
    if (!plain.isEmpty()) {
      parts.add(new Template.Part.Text(plain.toString()));
      plain.setLength(0);
    }
  }

  private static Template.Part part(String name) {
    if (name.equals(REST)) {
      return new Template.Part.Rest();
    }
    if (name.startsWith(CLAIM) && name.length() > CLAIM.length()) {
      return new Template.Part.Claim("", name.substring(CLAIM.length()));
    }
    for (var variable : Template.Name.values()) {
      if (variable.word().equals(name)) {
        return new Template.Part.Variable(variable);
      }
    }
    return new Template.Part.Captured(name);
  }

  /** The names that a path captures, {@code **} among them. */
  static Set<String> captures(PathPattern path) {
    var names = new LinkedHashSet<String>();
    for (var segment : path.segments()) {
      switch (segment) {
        case PathPattern.Segment.Capture(var name) -> names.add(name);
        case PathPattern.Segment.Literal _, PathPattern.Segment.Glob _ -> {}
      }
    }
    if (path.rest()) {
      names.add(REST);
    }
    return names;
  }

  /** The places in a template that none of the captures fills. */
  static Set<String> unknown(Template template, Set<String> captures) {
    var unknown = new LinkedHashSet<String>();
    for (var part : template.parts()) {
      switch (part) {
        case Template.Part.Captured(var name) -> unknown.add(name);
        case Template.Part.Rest _ -> unknown.add(REST);
        case Template.Part.Text _, Template.Part.Variable _, Template.Part.Claim _ -> {}
      }
    }
    unknown.removeAll(captures);
    return unknown;
  }

  /** The mistake of a place that nothing fills. */
  static Diagnostic report(String name, Span text, Set<String> captures) {
    var written = text.text().indexOf("{" + name + "}");
    var span =
        written < 0
            ? text
            : new Span(
                text.source(), text.start() + written, text.start() + written + name.length() + 2);
    var known =
        Arrays.stream(Template.Name.values())
            .map(Template.Name::word)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    known.addAll(captures);
    return Diagnostic.of(
            Code.UNKNOWN_PLACEHOLDER,
            span,
            "nothing is known as {" + Context.shortened(name) + "} here")
        .label(
            Nearest.to(name, known)
                .map(near -> "did you mean {" + near + "}?")
                .orElse("expected one of: " + String.join(", ", known)));
  }
}
