package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.semantics.HttpDate;
import java.util.OptionalLong;

/** How old a response is (RFC 9111 4.2.3), in milliseconds. */
public final class Age {
  private Age() {}

  /**
   * The age that a response had when it was received: {@code corrected_initial_age}.
   *
   * @param requestMillis when the request was sent, by the wall clock
   * @param responseMillis when the head of the response came
   */
  public static long initial(FieldLines fields, long requestMillis, long responseMillis) {
    var date = date(fields, responseMillis);
    long apparent = date.isPresent() ? Math.max(0, responseMillis - date.getAsLong()) : 0;
    long delay = Math.max(0, responseMillis - requestMillis);
    return Math.max(apparent, field(fields) * 1000 + delay);
  }

  /**
   * The {@code Age} field in seconds. RFC 9111 5.1: of a list the first member counts; what is no
   * number is ignored.
   */
  static long field(FieldLines fields) {
    int line = fields.first(FieldName.AGE);
    if (line < 0) {
      return 0;
    }
    var value = fields.value(line);
    int comma = value.indexOf(',');
    long seconds = Seconds.parse((comma < 0 ? value : value.substring(0, comma)).strip());
    return Math.max(0, seconds);
  }

  /** The one valid {@code Date}, in milliseconds since 1970. */
  static OptionalLong date(FieldLines fields, long nowMillis) {
    return one(fields, FieldName.DATE, nowMillis);
  }

  /** The value of a date field that stands there once and is valid, in milliseconds since 1970. */
  static OptionalLong one(FieldLines fields, FieldName name, long nowMillis) {
    int line = fields.first(name);
    if (line < 0 || fields.next(name, line) >= 0) {
      return OptionalLong.empty();
    }
    var seconds = HttpDate.parseLoosely(fields.value(line), nowMillis / 1000);
    return seconds.isPresent() ? OptionalLong.of(seconds.getAsLong() * 1000) : OptionalLong.empty();
  }
}
