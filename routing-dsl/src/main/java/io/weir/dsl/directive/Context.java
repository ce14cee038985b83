package io.weir.dsl.directive;

import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;

/** What all readers share while one configuration is read. */
final class Context {
  private static final int LONGEST_NAME = 64;

  final Findings findings;
  final RegexCheck regexes;
  final Names pools = new Names("pool", Code.UNKNOWN_POOL);
  final Names policies = new Names("policy", Code.UNKNOWN_POLICY);
  final Names routes = new Names("route name", Code.UNKNOWN_NAME);
  final Names limits = new Names("limit", Code.UNKNOWN_NAME);
  final Lets lets;

  Context(Findings findings, RegexCheck regexes) {
    this.findings = findings;
    this.regexes = regexes;
    this.lets = new Lets(findings);
  }

  void report(Code code, Span span, String message) {
    findings.add(code, span, message);
  }

  void report(Diagnostic diagnostic) {
    findings.add(diagnostic);
  }

  /** Reports a name that is none; whether it is one. */
  boolean checkName(Argument.Word name, String kind) {
    var text = name.text();
    boolean isName =
        text.length() <= LONGEST_NAME
            && isLetter(text.charAt(0))
            && text.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-' || c == '_');
    if (!isName) {
      report(
          Diagnostic.of(
              Code.BAD_NAME,
              name.span(),
              "found \"%s\"; expected a %s: a letter, then letters, digits, - and _, at most %d"
                  .formatted(shortened(text), kind, LONGEST_NAME)));
    }
    return isName;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** The text, cut if it is too long for a message. */
  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
