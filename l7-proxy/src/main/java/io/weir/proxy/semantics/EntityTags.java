package io.weir.proxy.semantics;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;

/** Entity tags and lists of them (RFC 9110 8.8.3, 13.1.1, 13.1.2). */
public final class EntityTags {
  private static final String WEAK_MARK = "W/";

  private EntityTags() {}

  /** How two tags are compared (RFC 9110 8.8.3.2). */
  public enum Comparison {
    STRONG,
    WEAK
  }

  /** Whether the tag says of itself that it is weak. */
  public static boolean isWeak(String tag) {
    return tag.startsWith(WEAK_MARK);
  }

  /** Whether a line of this name lists the tag, which is in its quotes, or is a star. */
  public static boolean listed(
      FieldLines fields, FieldName name, String tag, Comparison comparison) {
    for (int i = fields.first(name); i >= 0; i = fields.next(name, i)) {
      if (listed(fields.value(i), tag, comparison)) {
        return true;
      }
    }
    return false;
  }

  private static boolean listed(String list, String tag, Comparison comparison) {
    if (list.equals("*")) {
      return true;
    }
    boolean isStrong = !isWeak(tag);
    if (!isStrong && comparison == Comparison.STRONG) {
      return false;
    }
    int from = isStrong ? 0 : WEAK_MARK.length();
    int length = tag.length() - from;
    int at = 0;
    while (at < list.length()) {
      char c = list.charAt(at);
      if (c == ',' || c == ' ' || c == '\t') {
        at++;
        continue;
      }
      boolean weak = list.startsWith(WEAK_MARK, at);
      int open = weak ? at + 2 : at;
      if (open >= list.length() || list.charAt(open) != '"') {
        return false;
      }
      int close = list.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      boolean comparable = !weak || comparison == Comparison.WEAK;
      if (comparable && close + 1 - open == length && list.regionMatches(open, tag, from, length)) {
        return true;
      }
      at = close + 1;
    }
    return false;
  }
}
