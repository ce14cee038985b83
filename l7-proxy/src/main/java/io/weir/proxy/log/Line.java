package io.weir.proxy.log;

import io.weir.proxy.exchange.Octets;
import java.util.Arrays;

/** One line being made, in an array that is used again for the next. Belongs to one loop. */
final class Line {
  private static final int USUAL = 2048;
  private static final int LARGE = 64 * 1024;

  private byte[] octets = new byte[USUAL];
  private int length;

  /** Starts over; room that one huge line needed is given back. */
  void clear() {
    length = 0;
    if (octets.length > LARGE) {
      octets = new byte[USUAL];
    }
  }

  byte[] octets() {
    return octets;
  }

  int length() {
    return length;
  }

  /** Makes room for so many more octets. */
  void reserve(int more) {
    if (octets.length - length < more) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
    }
  }

  /** Appends an octet that there is room for. */
  void put(int octet) {
    octets[length++] = (byte) octet;
  }

  /** Appends an octet. */
  void add(char ascii) {
    reserve(1);
    put(ascii);
  }

  /** Appends octets as they are. */
  void add(byte[] plain) {
    reserve(plain.length);
    System.arraycopy(plain, 0, octets, length, plain.length);
    length += plain.length;
  }

  /** Appends a stretch of octets as they are. */
  void add(byte[] plain, int start, int end) {
    reserve(end - start);
    System.arraycopy(plain, start, octets, length, end - start);
    length += end - start;
  }

  /** Appends the characters before the first that is not plain; returns where that one is. */
  int addPlain(String text) {
    reserve(text.length());
    int i = 0;
    for (int end = text.length(); i < end; i++) {
      char c = text.charAt(i);
      if (!Escape.isPlain(c)) {
        break;
      }
      octets[length + i] = (byte) c;
    }
    length += i;
    return i;
  }

  /** Appends a number. */
  void add(long number) {
    reserve(20);
    length = Octets.putDecimal(octets, length, Math.max(0, number));
  }

  /** Appends a number in so many digits, with zeros in front. */
  void addPadded(int number, int digits) {
    reserve(digits);
    int rest = number;
    for (int i = length + digits - 1; i >= length; i--) {
      octets[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  /** Appends nanoseconds as milliseconds with three decimals. */
  void addMillis(long nanos) {
    long micros = Math.max(0, nanos / 1000);
    add(micros / 1000);
    add('.');
    addPadded((int) (micros % 1000), 3);
  }
}
