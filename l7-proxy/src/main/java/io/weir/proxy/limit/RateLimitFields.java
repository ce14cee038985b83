package io.weir.proxy.limit;

import io.weir.proxy.exchange.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What clients are told of limits: {@code RateLimit-Policy} and {@code RateLimit} as of
 * draft-ietf-httpapi-ratelimit-headers-10, and {@code Retry-After} (RFC 9110 10.2.3). Immutable.
 */
final class RateLimitFields {
  private static final byte[] NAME = Octets.of("RateLimit: ");
  private static final byte[] REMAINING = Octets.of(";r=");
  private static final byte[] MORE = Octets.of(";t=");
  private static final byte[] NEXT = Octets.of(", ");
  private static final byte[] END = Octets.of("\r\n");
  private static final int LONGEST_NUMBERS = 2 * 20 + 10;

  private final byte[][] labels;
  private final byte[] policy;

  RateLimitFields(List<Rule> rules) {
    this.labels = rules.stream().map(rule -> quoted(rule.label())).toArray(byte[][]::new);
    this.policy =
        Octets.of(
            rules.stream()
                .map(rule ->
                    "%s;q=%d;w=%d"
                        .formatted(
                            new String(quoted(rule.label()), StandardCharsets.ISO_8859_1),
                            rule.terms().burst(),
                            seconds((long) (rule.terms().burst() * rule.terms().nanosEach()))))
                .collect(Collectors.joining(", ", "RateLimit-Policy: ", "\r\n")));
  }

  /** A string of RFC 8941 3.3.3. */
  private static byte[] quoted(String label) {
    return ('"' + label.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Nanoseconds in seconds, rounded up: nobody is told to come too early. */
  static long seconds(long nanos) {
    return Math.max(1, (nanos + 999_999_999) / 1_000_000_000);
  }

  /** The line that says what the limits are. */
  byte[] policy() {
    return policy;
  }

  /** The line that says what is left of one limit. */
  byte[] state(int rule, Check check) {
    int end = NAME.length + length(rule);
    var line = new byte[end + END.length];
    int at = put(line, 0, NAME);
    return finished(line, put(line, at, rule, check));
  }

  /**
   * The line that says what is left of each limit that counts the request.
   *
   * @param checks as many as there are rules
   * @return nothing if no limit counts it
   */
  byte[] state(Check[] checks) {
    int room = NAME.length + END.length;
    for (int i = 0; i < labels.length; i++) {
      room += length(i) + NEXT.length;
    }
    var line = new byte[room];
    int at = put(line, 0, NAME);
    boolean isFirst = true;
    for (int i = 0; i < labels.length; i++) {
      if (checks[i].counts) {
        at = isFirst ? at : put(line, at, NEXT);
        at = put(line, at, i, checks[i]);
        isFirst = false;
      }
    }
    return isFirst ? new byte[0] : finished(line, at);
  }

  private int length(int rule) {
    return labels[rule].length + REMAINING.length + MORE.length + LONGEST_NUMBERS;
  }

  private int put(byte[] line, int start, int rule, Check check) {
    int at = put(line, start, labels[rule]);
    at = put(line, at, REMAINING);
    at = Octets.putDecimal(line, at, check.remaining);
    at = put(line, at, MORE);
    return Octets.putDecimal(line, at, seconds(check.moreNanos));
  }

  private static int put(byte[] line, int at, byte[] text) {
    System.arraycopy(text, 0, line, at, text.length);
    return at + text.length;
  }

  private static byte[] finished(byte[] line, int at) {
    return java.util.Arrays.copyOf(line, put(line, at, END));
  }

  /** {@code Retry-After} with this time to wait. */
  static byte[] retryAfter(long nanos) {
    return Octets.of("Retry-After: " + seconds(nanos) + "\r\n");
  }
}
