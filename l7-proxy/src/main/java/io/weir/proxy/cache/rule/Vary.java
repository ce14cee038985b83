package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which fields of requests a response depends on (RFC 9111 4.1). Immutable.
 *
 * @param names in lower case, sorted, each once
 */
public record Vary(List<String> names) {
  /** Depends on nothing. */
  public static final Vary NONE = new Vary(List.of());

  /** Names beyond this many make a response that no other request is likely to fit. */
  private static final int MOST = 32;

  /** Lists of alternatives with weights, which mean the same in any order and case. */
  private static final Set<String> WEIGHTED = Set.of("accept-encoding", "accept-language");

  public Vary {
    names = List.copyOf(names);
  }

  /** What the response says; {@link #isStar} must not hold. */
  public static Vary of(FieldLines response) {
    if (!response.has(FieldName.VARY)) {
      return NONE;
    }
    var names = new TreeSet<String>();
    for (int i = response.first(FieldName.VARY); i >= 0; i = response.next(FieldName.VARY, i)) {
      for (var name : response.value(i).split(",", -1)) {
        if (!name.isBlank()) {
          names.add(name.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return new Vary(List.copyOf(names));
  }

  /** Whether it depends on what no field tells: a star anywhere in the list, or too many names. */
  static boolean isStar(FieldLines response) {
    var names = of(response).names;
    return names.contains("*") || names.size() > MOST;
  }

  /**
   * The values that a request has for the names, as one text: equal texts select the same response.
   * White space is unified and lines are joined, which RFC 9111 4.1 allows for every field; for
   * {@code Accept-Encoding} and {@code Accept-Language} order and case do not matter either.
   */
  public String valuesOf(FieldLines request) {
    if (names.isEmpty()) {
      return "";
    }
    var text = new StringBuilder();
    for (var name : names) {
      append(text, request, name);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, FieldLines request, String name) {
    var octets = name.getBytes(StandardCharsets.ISO_8859_1);
    int line = request.next(octets, -1);
    if (line < 0) {
      // No value is like no field: a line feed stands in no value.
      text.append("-\n");
      return;
    }
    var value = new StringBuilder();
    for (; line >= 0; line = request.next(octets, line)) {
      value.append(value.isEmpty() ? "" : ",").append(unified(request, line));
    }
    text.append('=')
        .append(
            WEIGHTED.contains(name) ? Alternatives.normalized(value.toString()) : value.toString())
        .append('\n');
  }

  /** The value with one space for each run of blanks, and none around commas. */
  private static String unified(FieldLines request, int line) {
    var bytes = request.bytes();
    var text = new StringBuilder();
    boolean isQuoted = false;
    for (int i = request.valueStart(line); i < request.valueEnd(line); i++) {
      char c = (char) (bytes[i] & 0xff);
      isQuoted ^= c == '"';
      boolean isBlank = !isQuoted && Octets.isBlank(bytes[i]);
      int last = text.length() - 1;
      boolean isBehindBreak = last < 0 || text.charAt(last) == ',' || text.charAt(last) == ' ';
      if (isBlank) {
        if (!isBehindBreak) {
          text.append(' ');
        }
      } else if (!isQuoted && c == ',' && last >= 0 && text.charAt(last) == ' ') {
        text.setCharAt(last, ',');
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
