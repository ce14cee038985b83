package io.weir.vrrp.track;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The number that a file begins with, as keepalived's track_file has it: decimal, or hexadecimal or
 * octal as in C, with or without a sign. What is not there, or is none, is 0.
 */
final class NumberFile {
  private static final int LONGEST = 128;

  private NumberFile() {}

  static Answer read(Path file) {
    // What is no file, such as a pipe, could keep who opens it waiting.
    if (!Files.isRegularFile(file)) {
      return new Answer(0, "there is no such file");
    }
    try (var in = Files.newInputStream(file)) {
      return parse(new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new Answer(0, "it cannot be read: " + e);
    }
  }

  /** The number a text begins with; what is too large for an int is as large as one can be. */
  static Answer parse(String text) {
    var words = text.strip().split("\\s", 2);
    try {
      // As strtol(3) has it there is no '#' for hexadecimal numbers.
      if (words[0].indexOf('#') >= 0) {
        return noNumber();
      }
      long number = Long.decode(words[0]);
      int state = (int) Math.clamp(number, Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
      return new Answer(state, "it has " + state);
    } catch (NumberFormatException _) {
      return noNumber();
    }
  }

  private static Answer noNumber() {
    return new Answer(0, "there is no number in it");
  }
}
