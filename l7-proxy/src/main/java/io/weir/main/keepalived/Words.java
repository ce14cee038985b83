package io.weir.main.keepalived;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words and values of keepalived's as Weir writes them. Whatever is not plain is refused. */
final class Words {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/+-]{1,128}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,6})?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int LONGEST_SHOWN = 60;
  private static final int LONGEST_LINE = 300;

  private Words() {}

  /** A word that can stand without quotes and be nothing else than itself. */
  static Optional<String> plain(String word) {
    return PLAIN.matcher(word).matches() ? Optional.of(word) : Optional.empty();
  }

  static Optional<Integer> number(String word) {
    return NUMBER.matcher(word).matches() ? Optional.of(Integer.parseInt(word)) : Optional.empty();
  }

  /** Seconds, with parts of them, in milliseconds. */
  static Optional<Long> millis(String word) {
    return SECONDS.matcher(word).matches()
        ? Optional.of(
            new BigDecimal(word).movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValue())
        : Optional.empty();
  }

  static String duration(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  /** A text in quotes; what no text may have is left out. */
  static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints()
        .filter(c -> !Character.isISOControl(c) && !isSurrogate(c))
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\');
          }
          out.appendCodePoint(c);
        });
    return out.append('"').toString();
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** Something of a user's for a comment: one line, not too long. */
  static String shown(String text) {
    return cut(text, LONGEST_SHOWN);
  }

  /** The same of a message. */
  static String line(String text) {
    return cut(text, LONGEST_LINE);
  }

  private static String cut(String text, int longest) {
    var line = new StringBuilder();
    text.codePoints()
        .filter(c -> c >= ' ' && c < 127)
        .limit(longest)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  /** A name of a group, from one that may have other characters. */
  static String name(String text) {
    var name = text.replaceAll("[^A-Za-z0-9_-]", "-");
    var whole = !name.isEmpty() && Character.isLetter(name.charAt(0)) ? name : "g-" + name;
    return whole.substring(0, Math.min(whole.length(), 64));
  }
}
