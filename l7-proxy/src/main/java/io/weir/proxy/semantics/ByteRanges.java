package io.weir.proxy.semantics;

import java.util.ArrayList;
import java.util.List;

/** What a {@code Range} field asks of a representation of known size (RFC 9110 14.1.2, 14.2). */
public sealed interface ByteRanges {
  /** Ranges asked for at once beyond which the field is ignored (RFC 9110 14.2, 17.15). */
  int MOST = 16;

  /** Ranges closer together than this are sent as one: a part's own head costs more. */
  int GAP = 80;

  /** All of it with 200: the field is malformed, in another unit, or asks for too much. */
  record Everything() implements ByteRanges {}

  /** 416: nothing that was asked for is there. */
  record Nothing() implements ByteRanges {}

  /** 206 with these, in the order they were asked for, none touching another. */
  record Parts(List<Span> spans) implements ByteRanges {
    public Parts {
      spans = List.copyOf(spans);
    }
  }

  /** A stretch, both ends included. */
  record Span(long first, long last) {
    public long length() {
      return last - first + 1;
    }

    boolean isNear(Span other) {
      return first - GAP <= other.last && other.first - GAP <= last;
    }

    Span joined(Span other) {
      return new Span(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /** Reads the field's value for a representation of this size in octets. */
  static ByteRanges of(String value, long size) {
    if (size == 0 || !value.regionMatches(true, 0, "bytes=", 0, 6)) {
      // No Content-Range can name a part of nothing, so an empty file is sent whole.
      return new Everything();
    }
    var spans = new ArrayList<Span>();
    int asked = 0;
    int at = 6;
    while (at <= value.length()) {
      int comma = value.indexOf(',', at);
      int end = comma < 0 ? value.length() : comma;
      var spec = strip(value, at, end);
      at = end + 1;
      if (spec.isEmpty()) {
        continue;
      }
      int dash = spec.indexOf('-');
      if (dash < 0 || !isDigits(spec, 0, dash) || !isDigits(spec, dash + 1, spec.length())) {
        return new Everything();
      }
      if (spec.length() == 1 || isBackwards(spec, dash) || ++asked > MOST) {
        return new Everything();
      }
      var span = span(spec, dash, size);
      if (span.first <= span.last) {
        join(spans, span);
      }
    }
    if (asked == 0) {
      return new Everything();
    }
    return spans.isEmpty() ? new Nothing() : new Parts(spans);
  }

  /** Empty, first behind last, if the range cannot be satisfied. */
  private static Span span(String spec, int dash, long size) {
    if (dash == 0) {
      long suffix = number(spec, 1, spec.length());
      return new Span(Math.max(0, size - suffix), suffix == 0 ? -1 : size - 1);
    }
    long first = number(spec, 0, dash);
    long last = dash + 1 == spec.length() ? size - 1 : number(spec, dash + 1, spec.length());
    return first >= size ? new Span(0, -1) : new Span(first, Math.min(last, size - 1));
  }

  private static boolean isBackwards(String spec, int dash) {
    return dash > 0
        && dash + 1 < spec.length()
        && number(spec, dash + 1, spec.length()) < number(spec, 0, dash);
  }

  /** Puts the span in the list, in the place of the first one that it touches. */
  private static void join(List<Span> spans, Span span) {
    int place = spans.size();
    var grown = span;
    for (int i = 0; i < spans.size(); ) {
      if (spans.get(i).isNear(grown)) {
        grown = grown.joined(spans.remove(i));
        place = Math.min(place, i);
        i = 0;
      } else {
        i++;
      }
    }
    spans.add(Math.min(place, spans.size()), grown);
  }

  private static String strip(String text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isDigits(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Numbers that are too large for a long are as large as one can be: no file is that long. */
  private static long number(String text, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = text.charAt(i) - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        return Long.MAX_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
