package io.weir.proxy.semantics;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates of RFC 9110 5.6.7, as seconds since 1970. */
public final class HttpDate {
  private static final DateTimeFormatter FIXED =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private static final String TIME = "(\\d\\d):(\\d\\d):(\\d\\d)";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final String MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";

  // Every repetition below has a fixed length, so that matching is linear.
  private static final Pattern IMF =
      Pattern.compile(
          "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d\\d) " + MONTH + " (\\d{4}) " + TIME + " GMT");
  private static final Pattern RFC_850 =
      Pattern.compile(
          "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d\\d)-"
              + MONTH
              + "-(\\d\\d) "
              + TIME
              + " GMT");
  private static final Pattern ASCTIME =
      Pattern.compile(
          "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) " + MONTH + " ([ \\d]\\d) " + TIME + " (\\d{4})");

  private HttpDate() {}

  /** The one form that is sent: IMF-fixdate. */
  public static String format(long epochSecond) {
    return FIXED.format(Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC));
  }

  /**
   * Reads any of the three forms; empty for everything else.
   *
   * @param now seconds since 1970; RFC 9110 5.6.7 takes a two-digit year that seems more than 50
   *     years ahead for one of the last century
   */
  public static OptionalLong parse(String text, long now) {
    if (text.length() < 24 || text.length() > 33) {
      return OptionalLong.empty();
    }
    var imf = IMF.matcher(text);
    if (imf.matches()) {
      return at(number(imf, 3), imf.group(2), number(imf, 1), imf, 4);
    }
    var rfc850 = RFC_850.matcher(text);
    if (rfc850.matches()) {
      int year = fullYear(number(rfc850, 3), now);
      return at(year, rfc850.group(2), number(rfc850, 1), rfc850, 4);
    }
    var asctime = ASCTIME.matcher(text);
    if (asctime.matches()) {
      int day = Integer.parseInt(asctime.group(2).strip());
      return at(number(asctime, 6), asctime.group(1), day, asctime, 3);
    }
    return OptionalLong.empty();
  }

  /**
   * The same with letters in any case: RFC 9111 4.2 asks this of caches, since a date that is not
   * understood makes a response stale.
   */
  public static OptionalLong parseLoosely(String text, long now) {
    var exact = parse(text, now);
    return exact.isPresent() ? exact : parse(inRightCase(text), now);
  }

  private static String inRightCase(String text) {
    var right = new StringBuilder(text.length());
    boolean startsWord = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      right.append(startsWord ? Character.toUpperCase(c) : Character.toLowerCase(c));
      startsWord = !isLetter;
    }
    int zone = text.length() - 3;
    if (text.regionMatches(true, zone, "GMT", 0, 3)) {
      right.replace(zone, text.length(), "GMT");
    }
    return right.toString();
  }

  private static OptionalLong at(int year, String month, int day, Matcher found, int hourGroup) {
    int monthNumber = MONTHS.indexOf(month) / 3 + 1;
    // The grammar has second 60 for leap seconds, which no clock of ours shows.
    int second = Math.min(59, number(found, hourGroup + 2));
    if (number(found, hourGroup + 2) > 60) {
      return OptionalLong.empty();
    }
    try {
      var at =
          LocalDateTime.of(
              year,
              monthNumber,
              day,
              number(found, hourGroup),
              number(found, hourGroup + 1),
              second);
      return OptionalLong.of(at.toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return OptionalLong.empty();
    }
  }

  private static int fullYear(int twoDigits, long now) {
    int thisYear = Instant.ofEpochSecond(now).atOffset(ZoneOffset.UTC).getYear();
    int year = thisYear - thisYear % 100 + twoDigits;
    return year > thisYear + 50 ? year - 100 : year;
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }
}
