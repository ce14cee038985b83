package io.weir.dsl.source;

import java.util.Optional;

/**
 * One mistake: what it is, where it is, and, as far as known, why and what to do.
 *
 * @param message what was found and what was expected; lower case, no full stop
 * @param label what is printed right behind the marked place
 * @param hint what to do, printed on a line of its own
 */
public record Diagnostic(
    Code code, String message, Span span, Optional<String> label, Optional<String> hint) {

  /** A diagnostic with neither label nor hint. */
  public static Diagnostic of(Code code, Span span, String message) {
    return new Diagnostic(code, message, span, Optional.empty(), Optional.empty());
  }

  /** The same with a label. */
  public Diagnostic label(String text) {
    return new Diagnostic(code, message, span, Optional.of(text), hint);
  }

  /** The same with a label, if there is one. */
  public Diagnostic label(Optional<String> text) {
    return text.map(this::label).orElse(this);
  }

  /** The same with a hint. */
  public Diagnostic hint(String text) {
    return new Diagnostic(code, message, span, label, Optional.of(text));
  }

  /** Whether the configuration is refused because of it. */
  public Severity severity() {
    return code.severity();
  }
}
