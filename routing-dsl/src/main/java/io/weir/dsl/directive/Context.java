package io.weir.dsl.directive;

import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What all readers share while one configuration is read. */
final class Context {
  private static final int LONGEST_NAME = 64;

  final Findings findings;
  final RegexCheck regexes;
  final Names pools = new Names("pool", Code.UNKNOWN_POOL);
  final Names caches = new Names("cache", Code.UNKNOWN_NAME);
  final Names policies = new Names("policy", Code.UNKNOWN_POLICY);
  final Names verifiers = new Names("jwt", Code.UNKNOWN_NAME);
  final Names routes = new Names("route name", Code.UNKNOWN_NAME);
  final Names limits = new Names("limit", Code.UNKNOWN_NAME);
  final Lets lets;

  /** The files that sets of addresses are read from, by path. */
  private final Map<String, NamedFile> addressFiles = new LinkedHashMap<>();

  /** Where countries are first asked for; null if they are not. */
  private @Nullable Span countries;

  Context(Findings findings, RegexCheck regexes) {
    this.findings = findings;
    this.regexes = regexes;
    this.lets = new Lets(findings);
  }

  /** Notes that a set is read from the file. */
  void uses(NamedFile file) {
    addressFiles.putIfAbsent(file.path(), file);
  }

  List<NamedFile> addressFiles() {
    return List.copyOf(addressFiles.values());
  }

  /** Notes that a database of countries is needed. */
  void asksForCountries(Span span) {
    countries = countries == null ? span : countries;
  }

  Optional<Span> countries() {
    return Optional.ofNullable(countries);
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
