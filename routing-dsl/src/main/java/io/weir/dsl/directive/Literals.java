package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Rate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Tells what kind of literal a word is. */
final class Literals {
  private static final int MOST_DIGITS = 15;
  private static final long LONGEST_DAYS = 3650;
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<String, Integer> SIZES = Map.of("k", 10, "M", 20, "G", 30);

  private Literals() {}

  /** The value of a word in which no {@code let} is looked up. */
  static Value of(String word) {
    if (word.indexOf('/') > 0
        && Addresses.parse(word.substring(0, word.indexOf('/'))).isPresent()) {
      return network(word);
    }
    var address = Addresses.parse(word);
    if (address.isPresent()) {
      var bytes = address.get();
      return new Value.Network(Addresses.network(bytes, bytes.length * 8));
    }
    if (word.lastIndexOf(':') >= 0) {
      return endpoint(word);
    }
    return isDigit(word.charAt(0)) ? quantity(word) : new Value.Name(word);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A non-negative number of few digits, or -1. */
  static int shortNumber(String text, int mostDigits) {
    if (text.isEmpty() || text.length() > mostDigits) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static Value network(String word) {
    int slash = word.indexOf('/');
    var address = Addresses.parse(word.substring(0, slash)).orElseThrow();
    int prefix = shortNumber(word.substring(slash + 1), 3);
    boolean isMapped = address.length == 4 && word.indexOf(':') >= 0;
    int length = isMapped ? prefix - 96 : prefix;
    if (prefix < 0 || length < 0 || length > address.length * 8) {
      return new Value.Malformed(
          "no network: a prefix goes from "
              + (isMapped ? "96 to 128" : "0 to " + address.length * 8));
    }
    var network = Addresses.network(address, length);
    if (!network.equals(Addresses.network(address, address.length * 8))
        && !Arrays.equals(network.address(), address)) {
      return new Value.Malformed(
          "no network: bits are set behind the prefix; write %s/%d"
              .formatted(Addresses.text(network.address()), length));
    }
    return new Value.Network(network);
  }

  private static Value endpoint(String word) {
    int colon = word.lastIndexOf(':');
    int port = shortNumber(word.substring(colon + 1), 5);
    if (port < 0 || port > 65535) {
      return new Value.Malformed("no endpoint: a port goes from 0 to 65535");
    }
    var host = word.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      var inner = Addresses.parse(host.substring(1, host.length() - 1));
      return inner.isEmpty() || host.indexOf(':') < 0
          ? new Value.Malformed("no endpoint: expected an IPv6 address between the brackets")
          : new Value.Place(new Endpoint(Addresses.text(inner.get()), port));
    }
    if (host.indexOf('/') >= 0) {
      return new Value.Malformed("no endpoint: expected a host and a port, without a scheme");
    }
    if (host.indexOf(':') >= 0) {
      return new Value.Malformed("no endpoint: write an IPv6 address in brackets, as [::1]:80");
    }
    return new Value.Place(new Endpoint(host, port));
  }

  private static Value quantity(String word) {
    int end = 0;
    while (end < word.length() && isDigit(word.charAt(end))) {
      end++;
    }
    var unit = word.substring(end);
    if (unit.startsWith(".")) {
      return fraction(word);
    }
    if (end > MOST_DIGITS) {
      return new Value.Malformed("too large a number");
    }
    long number = Long.parseLong(word, 0, end, 10);
    if (unit.isEmpty()) {
      return new Value.Count(number);
    }
    if (unit.equals("%")) {
      return percent(number * 100);
    }
    if (TIMES.containsKey(unit)) {
      var step = TIMES.get(unit);
      return number > Duration.ofDays(LONGEST_DAYS).dividedBy(step)
          ? new Value.Malformed("too long a duration; at most " + LONGEST_DAYS + "d")
          : new Value.Time(step.multipliedBy(number));
    }
    if (SIZES.containsKey(unit)) {
      int shift = SIZES.get(unit);
      return number > Long.MAX_VALUE >> (shift + 1)
          ? new Value.Malformed("too large a size")
          : new Value.Size(number << shift);
    }
    return switch (unit) {
      case "r/s" -> rate(number, Duration.ofSeconds(1));
      case "r/m" -> rate(number, Duration.ofMinutes(1));
      case "r/h" -> rate(number, Duration.ofHours(1));
      case "r/d" -> rate(number, Duration.ofDays(1));
      default -> new Value.Malformed("no value: \"" + unit + "\" is not a unit");
    };
  }

  private static Value rate(long count, Duration period) {
    return count < 1 || count > Rate.MOST
        ? new Value.Malformed("no rate: it goes from 1 to " + Rate.MOST)
        : new Value.Rate(new Rate(count, period));
  }

  /** Percentages have up to two decimals, so that they are whole basis points. */
  private static Value fraction(String word) {
    int dot = word.indexOf('.');
    if (word.indexOf('.', dot + 1) > 0) {
      return new Value.Malformed("no address");
    }
    if (!word.endsWith("%")) {
      return new Value.Malformed("no value; only percentages have decimals");
    }
    var decimals = word.substring(dot + 1, word.length() - 1);
    int whole = shortNumber(word.substring(0, dot), 3);
    int part = shortNumber(decimals, 2);
    if (whole < 0 || part < 0) {
      return new Value.Malformed("no percentage; it has at most two decimals");
    }
    return percent(whole * 100L + (decimals.length() == 1 ? part * 10 : part));
  }

  private static Value percent(long basisPoints) {
    return basisPoints > 10_000
        ? new Value.Malformed("more than 100%")
        : new Value.Percent((int) basisPoints);
  }
}
