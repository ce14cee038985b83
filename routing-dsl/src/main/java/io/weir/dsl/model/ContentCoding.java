package io.weir.dsl.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A content coding that Weir can make and undo (RFC 9110 8.4.1). The levels without a word were
 * measured: {@code docs/compression.md} has the figures.
 */
public enum ContentCoding {
  /** RFC 8878; RFC 9659 bounds its window to 8 MiB, which levels above 19 exceed. */
  ZSTD("zstd", 1, 19, 3),
  /** RFC 7932. */
  BR("br", 0, 11, 4),
  /** RFC 1952. */
  GZIP("gzip", 1, 9, 1);

  private static final List<ContentCoding> ALL = List.of(values());

  private final String token;
  private final int leastLevel;
  private final int mostLevel;
  private final int usualLevel;

  ContentCoding(String token, int leastLevel, int mostLevel, int usualLevel) {
    this.token = token;
    this.leastLevel = leastLevel;
    this.mostLevel = mostLevel;
    this.usualLevel = usualLevel;
  }

  /** The name in {@code Content-Encoding} and in files. */
  public String token() {
    return token;
  }

  /** The fastest level. */
  public int leastLevel() {
    return leastLevel;
  }

  /** The level that makes the fewest octets. */
  public int mostLevel() {
    return mostLevel;
  }

  /** The level of a file that names none. */
  public int usualLevel() {
    return usualLevel;
  }

  /** The names of all, in order. */
  public static List<String> tokens() {
    return Arrays.stream(values()).map(ContentCoding::token).toList();
  }

  /** The coding with this name, in lower case. */
  public static Optional<ContentCoding> named(String token) {
    return ALL.stream().filter(coding -> coding.token.equals(token)).findFirst();
  }
}
