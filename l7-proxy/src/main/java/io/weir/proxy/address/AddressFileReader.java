package io.weir.proxy.address;

import io.weir.proxy.exchange.Octets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads files of addresses: one address or network a line, empty lines, and comments that begin
 * with {@code #}. Reads in parts, so that a long file costs no more memory than its set. Blocks.
 */
final class AddressFileReader {
  private static final int LONGEST_LINE = 4096;
  private static final int MOST_MISTAKES = 10;
  private static final int MOST_ENTRIES = 20_000_000;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final String name;
  private final AddressTrieBuilder entries = new AddressTrieBuilder();
  private final List<String> mistakes = new ArrayList<>();
  private final byte[] address = new byte[16];
  private final byte[] buffer = new byte[64 << 10];
  private int line;

  private AddressFileReader(String name) {
    this.name = name;
  }

  /**
   * Reads the file.
   *
   * @param name what messages call it
   * @throws BadAddressFile if a line is none
   * @throws IOException if it cannot be read
   */
  static AddressTrie read(Path path, String name) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return read(in, name);
    }
  }

  static AddressTrie read(InputStream in, String name) throws IOException {
    return new AddressFileReader(name).read(in);
  }

  private AddressTrie read(InputStream in) throws IOException {
    int end = in.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
    end = Arrays.equals(buffer, 0, end, BYTE_ORDER_MARK, 0, 3) ? 0 : end;
    boolean isAtEnd = false;
    while (!isAtEnd && mistakes.size() < MOST_MISTAKES) {
      int more = in.read(buffer, end, buffer.length - end);
      isAtEnd = more < 0;
      end += Math.max(more, 0);
      int used = lines(end, isAtEnd);
      System.arraycopy(buffer, used, buffer, 0, end - used);
      end -= used;
      if (end > LONGEST_LINE) {
        mistake(++line, "found a line of more than " + LONGEST_LINE + " characters");
        break;
      }
    }
    if (!mistakes.isEmpty()) {
      throw new BadAddressFile(mistakes);
    }
    return entries.build();
  }

  /** Reads the lines that are whole; returns where the next one begins. */
  private int lines(int end, boolean isAtEnd) {
    int start = 0;
    for (int i = 0; i < end; i++) {
      if (buffer[i] == '\n') {
        line(start, i);
        start = i + 1;
      }
    }
    if (isAtEnd && start < end) {
      line(start, end);
      start = end;
    }
    return start;
  }

  private void line(int start, int end) {
    line++;
    int from = start;
    int to = start;
    while (to < end && buffer[to] != '#') {
      to++;
    }
    while (from < to && isBlank(buffer[from])) {
      from++;
    }
    while (to > from && isBlank(buffer[to - 1])) {
      to--;
    }
    if (from < to && mistakes.size() < MOST_MISTAKES) {
      entry(from, to);
    }
  }

  private static boolean isBlank(byte octet) {
    return Octets.isBlank(octet) || octet == '\r';
  }

  private void entry(int from, int to) {
    int slash = from;
    while (slash < to && buffer[slash] != '/') {
      slash++;
    }
    int size = AddressSpelling.read(buffer, from, slash, address);
    int prefix = slash == to ? size * 8 : prefix(slash + 1, to);
    if (size == 0 || prefix < 0 || prefix > size * 8) {
      mistake(
          line,
          "found \"%s\"; expected an address or a network such as 10.0.0.0/8"
              .formatted(text(from, to)));
    } else if (entries.count() == MOST_ENTRIES) {
      mistake(line, "found more than " + MOST_ENTRIES + " addresses");
    } else if (size == 4) {
      four(AddressTrie.int32(address, 0), prefix, from, to);
    } else {
      six(AddressTrie.int64(address, 0), AddressTrie.int64(address, 8), prefix, from, to);
    }
  }

  /** A number of up to three digits, or -1. */
  private int prefix(int from, int to) {
    if (from == to || to - from > 3) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      if (buffer[i] < '0' || buffer[i] > '9') {
        return -1;
      }
      number = number * 10 + buffer[i] - '0';
    }
    return number;
  }

  private void four(int bits, int prefix, int from, int to) {
    if (prefix < 32 && bits << prefix != 0) {
      behindPrefix(from, to);
    } else {
      entries.addFour(bits, prefix);
    }
  }

  private void six(long high, long low, int prefix, int from, int to) {
    boolean isMapped = high == 0 && low >>> 32 == 0xffff && prefix >= 96;
    boolean isClean =
        prefix >= 64 ? prefix == 128 || low << (prefix - 64) == 0 : low == 0 && high << prefix == 0;
    if (!isClean) {
      behindPrefix(from, to);
    } else if (isMapped) {
      entries.addFour((int) low, prefix - 96);
    } else {
      entries.addSix(high, low, prefix);
    }
  }

  private void behindPrefix(int from, int to) {
    mistake(
        line,
        "found \"%s\"; expected a network with no bit set behind its prefix"
            .formatted(text(from, to)));
  }

  private void mistake(int at, String message) {
    mistakes.add(name + ":" + at + ": " + message);
  }

  private String text(int from, int to) {
    int end = Math.min(to, from + 60);
    var text = new String(buffer, from, end - from, StandardCharsets.UTF_8);
    return text.replaceAll("\\p{Cntrl}", "\uFFFD") + (end < to ? "…" : "");
  }
}
