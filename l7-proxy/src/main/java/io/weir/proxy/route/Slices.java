package io.weir.proxy.route;

import com.google.re2j.Pattern;
import io.weir.dsl.model.Condition.Order;
import io.weir.dsl.model.Condition.Predicate;
import io.weir.proxy.address.AddressMatcher;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.SliceTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Predicates of the language as tests on octets. Texts of the file are compared in UTF-8. A regular
 * expression sees octets that are no UTF-8 as U+FFFD.
 */
final class Slices {
  private Slices() {}

  /** The test that the predicate stands for. */
  static SliceTest test(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Present _ -> (_, _, _) -> true;
      case Predicate.Is(var value) -> is(utf8(value));
      case Predicate.Starts(var prefix) -> starts(utf8(prefix));
      case Predicate.Ends(var suffix) -> ends(utf8(suffix));
      case Predicate.Has(var part) -> has(utf8(part));
      case Predicate.Matches(var regex) -> matches(Pattern.compile(regex));
      case Predicate.Compare(var order, var bound) -> compare(order, bound);
      case Predicate.OneOf(var values) -> oneOf(OctetTable.setOf(values, Slices::utf8));
      case Predicate.Inside(var addresses) -> inside(ClientLookup.LITERAL.set(addresses));
    };
  }

  /** Where the piece first starts at or behind {@code start} and ends before {@code end}, or -1. */
  static int indexOf(byte[] bytes, int start, int end, byte[] piece) {
    for (int i = start; i <= end - piece.length; i++) {
      if (Arrays.equals(bytes, i, i + piece.length, piece, 0, piece.length)) {
        return i;
      }
    }
    return -1;
  }

  /** The octets of a text of the file. */
  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SliceTest is(byte[] value) {
    return (bytes, start, end) -> Arrays.equals(bytes, start, end, value, 0, value.length);
  }

  private static SliceTest starts(byte[] prefix) {
    return (bytes, start, end) ->
        end - start >= prefix.length
            && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
  }

  private static SliceTest ends(byte[] suffix) {
    return (bytes, start, end) ->
        end - start >= suffix.length
            && Arrays.equals(bytes, end - suffix.length, end, suffix, 0, suffix.length);
  }

  private static SliceTest has(byte[] part) {
    return (bytes, start, end) -> indexOf(bytes, start, end, part) >= 0;
  }

  // RE2/J can read UTF-8 from arrays, but takes an octet that is none for the end of the input, so
  // that "^a$" would find itself in more than "a". A text has no such octets.
  private static SliceTest matches(Pattern regex) {
    return (bytes, start, end) ->
        regex.matcher(new String(bytes, start, end - start, StandardCharsets.UTF_8)).find();
  }

  private static SliceTest oneOf(OctetTable<Boolean> values) {
    return (bytes, start, end) -> values.find(bytes, start, end) != null;
  }

  private static SliceTest inside(AddressMatcher addresses) {
    return (bytes, start, end) -> {
      var address = ParsedAddress.parse(bytes, start, end);
      return address.isPresent() && addresses.contains(address.get().bytes());
    };
  }

  private static SliceTest compare(Order order, long bound) {
    return (bytes, start, end) ->
        isNumber(bytes, start, end) && holds(order, sign(bytes, start, end, bound));
  }

  private static boolean holds(Order order, int sign) {
    return switch (order) {
      case LESS -> sign < 0;
      case AT_MOST -> sign <= 0;
      case MORE -> sign > 0;
      case AT_LEAST -> sign >= 0;
    };
  }

  private static boolean isNumber(byte[] bytes, int start, int end) {
    int from = start < end && bytes[start] == '-' ? start + 1 : start;
    for (int i = from; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return from < end;
  }

  /** The sign of the number less the bound; a number too long for a {@code long} is far off. */
  private static int sign(byte[] bytes, int start, int end, long bound) {
    boolean negative = bytes[start] == '-';
    long value = 0;
    for (int i = negative ? start + 1 : start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (value < (Long.MIN_VALUE + digit) / 10) {
        return negative ? -1 : 1;
      }
      value = value * 10 - digit;
    }
    // Gathered below zero, where there is one more number: its opposite may not exist.
    if (negative) {
      return Long.compare(value, bound);
    }
    return value == Long.MIN_VALUE ? 1 : Long.compare(-value, bound);
  }
}
