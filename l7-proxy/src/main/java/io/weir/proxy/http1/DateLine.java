package io.weir.proxy.http1;

import io.weir.proxy.exchange.Octets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} line (RFC 9110 6.6.1), made once a second. One per loop. */
final class DateLine {
  // IMF-fixdate wants two digits for the day, which RFC_1123_DATE_TIME does not give.
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private long second = -1;
  private byte[] line = new byte[0];

  byte[] now() {
    long current = System.currentTimeMillis() / 1000;
    if (current != second) {
      second = current;
      line = Octets.of("Date: " + FORMAT.format(Instant.ofEpochSecond(current)) + "\r\n");
    }
    return line;
  }
}
