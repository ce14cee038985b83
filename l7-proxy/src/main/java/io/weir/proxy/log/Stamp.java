package io.weir.proxy.log;

import io.weir.proxy.exchange.Octets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time as lines show it, worked out once a second. Belongs to one loop. */
final class Stamp {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT);
  private static final DateTimeFormatter COMBINED =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH);

  private final ZoneId zone;
  private long second = Long.MIN_VALUE;
  private int milli;
  private byte[] utc = new byte[0];
  private byte[] local = new byte[0];

  /**
   * @param zone of the combined format
   */
  Stamp(ZoneId zone) {
    this.zone = zone;
  }

  /** Sets the time, in milliseconds since 1970. */
  void set(long millis) {
    long now = Math.floorDiv(millis, 1000L);
    milli = (int) Math.floorMod(millis, 1000L);
    if (now != second) {
      second = now;
      var instant = Instant.ofEpochSecond(now);
      utc = Octets.of(RFC_3339.format(instant.atOffset(ZoneOffset.UTC)));
      local = Octets.of(COMBINED.format(ZonedDateTime.ofInstant(instant, zone)));
    }
  }

  /** As RFC 3339 has it, in UTC: {@code 2026-11-23T12:04:40.123Z}. */
  void addRfc3339(Line line) {
    line.add(utc);
    line.addPadded(milli, 3);
    line.add('Z');
  }

  /** As nginx and Apache have it: {@code 23/Nov/2026:12:04:40 +0000}. */
  void addCombined(Line line) {
    line.add(local);
  }
}
