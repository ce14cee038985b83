package io.weir.proxy.cache.rule;

import io.weir.proxy.cache.rule.StructuredDictionary.Count;
import io.weir.proxy.cache.rule.StructuredDictionary.Flag;
import io.weir.proxy.cache.rule.StructuredDictionary.Other;
import io.weir.proxy.cache.rule.StructuredDictionary.Text;
import io.weir.proxy.cache.rule.StructuredDictionary.Value;
import io.weir.proxy.exchange.Octets;

/**
 * The text of a structured field while it is parsed (RFC 9651 4.2). Every method throws {@link
 * IllegalArgumentException} if the text breaks the syntax, as the whole field is void then.
 */
final class StructuredText {
  private static final int MOST_DIGITS = 15;

  private final String text;
  private int at;

  StructuredText(String text) {
    this.text = text;
  }

  boolean isAtEnd() {
    return at == text.length();
  }

  /** Takes the character if it is next. */
  boolean accept(char c) {
    boolean isNext = at < text.length() && text.charAt(at) == c;
    at += isNext ? 1 : 0;
    return isNext;
  }

  void expect(char c) {
    if (!accept(c)) {
      throw new IllegalArgumentException("expected '" + c + "' at " + at);
    }
  }

  void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  String key() {
    int start = at;
    while (at < text.length() && isOfKey(text.charAt(at), at == start)) {
      at++;
    }
    if (at == start) {
      throw new IllegalArgumentException("expected a key at " + at);
    }
    return text.substring(start, at);
  }

  private static boolean isOfKey(char c, boolean isFirst) {
    boolean starts = c >= 'a' && c <= 'z' || c == '*';
    return starts || !isFirst && (isDigit(c) || c == '_' || c == '-' || c == '.');
  }

  /** Parameters, which no cache directive has. */
  void parameters() {
    while (accept(';')) {
      skipSpaces();
      key();
      if (accept('=')) {
        bareItem();
      }
    }
  }

  Value itemOrList() {
    if (!accept('(')) {
      return bareItem();
    }
    skipSpaces();
    while (!accept(')')) {
      bareItem();
      parameters();
      if (at >= text.length() || text.charAt(at) != ' ' && text.charAt(at) != ')') {
        throw new IllegalArgumentException("expected a space or ')' at " + at);
      }
      skipSpaces();
    }
    return new Other();
  }

  private void skipSpaces() {
    while (accept(' ')) {
      // each one is taken
    }
  }

  private Value bareItem() {
    char c = isAtEnd() ? '\0' : text.charAt(at);
    return switch (c) {
      case '"' -> string();
      case '?' -> bool();
      case ':' -> octets();
      case '@' -> date();
      case '%' -> displayString();
      default -> numberOrToken(c);
    };
  }

  private Value numberOrToken(char c) {
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if (isLetter(c) || c == '*') {
      return token();
    }
    throw new IllegalArgumentException("expected an item at " + at);
  }

  private Value number() {
    boolean isNegative = accept('-');
    int start = at;
    long number = 0;
    while (at < text.length() && isDigit(text.charAt(at))) {
      number = number * 10 + (text.charAt(at++) - '0');
      if (at - start > MOST_DIGITS) {
        throw new IllegalArgumentException("found more than " + MOST_DIGITS + " digits");
      }
    }
    if (at == start) {
      throw new IllegalArgumentException("expected a digit at " + at);
    }
    if (!accept('.')) {
      return new Count(isNegative ? -number : number);
    }
    int fraction = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == fraction || at - fraction > 3 || fraction - 1 - start > 12) {
      throw new IllegalArgumentException("found a malformed decimal at " + start);
    }
    return new Other();
  }

  private Value string() {
    at++;
    var found = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return new Text(found.toString());
      }
      if (c == '\\') {
        c = at < text.length() ? text.charAt(at++) : '\0';
        if (c != '"' && c != '\\') {
          throw new IllegalArgumentException("found a malformed escape at " + at);
        }
      } else if (c < ' ' || c > '~') {
        throw new IllegalArgumentException("found an octet that no string has at " + at);
      }
      found.append(c);
    }
    throw new IllegalArgumentException("found a string without an end");
  }

  private Value bool() {
    at++;
    if (accept('1')) {
      return new Flag(true);
    }
    expect('0');
    return new Flag(false);
  }

  private Value octets() {
    int end = text.indexOf(':', at + 1);
    if (end < 0) {
      throw new IllegalArgumentException("found a byte sequence without an end");
    }
    for (at++; at < end; at++) {
      char c = text.charAt(at);
      if (!isLetter(c) && !isDigit(c) && c != '+' && c != '/' && c != '=') {
        throw new IllegalArgumentException("found no base64 at " + at);
      }
    }
    at = end + 1;
    return new Other();
  }

  private Value date() {
    at++;
    if (!(number() instanceof Count)) {
      throw new IllegalArgumentException("found a date with a fraction at " + at);
    }
    return new Other();
  }

  private Value displayString() {
    at++;
    expect('"');
    while (!accept('"')) {
      if (isAtEnd() || text.charAt(at) < ' ' || text.charAt(at) > '~') {
        throw new IllegalArgumentException("found no end of a display string at " + at);
      }
      at++;
    }
    return new Other();
  }

  private Value token() {
    at++;
    while (at < text.length() && isOfToken(text.charAt(at))) {
      at++;
    }
    return new Other();
  }

  private static boolean isOfToken(char c) {
    return c == ':' || c == '/' || c < 128 && Octets.isToken((byte) c);
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
