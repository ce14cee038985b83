package io.weir.proxy.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file that say something: no comments, no empty ones.
 *
 * @param number of the line in the file; the first is 1
 */
record Lines(int number, String text) {
  /**
   * Takes a text apart.
   *
   * @throws IOException if it is not UTF-8
   */
  static List<Lines> of(byte[] octets) throws IOException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("found octets that are not UTF-8", e);
    }
    var lines = new ArrayList<Lines>();
    int number = 0;
    for (var line : text.split("\n", -1)) {
      number++;
      var stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        lines.add(new Lines(number, stripped));
      }
    }
    return lines;
  }

  /** A mistake in this line; it must not show what is secret in it. */
  IOException mistake(String why) {
    return new IOException("line " + number + ": " + why);
  }
}
