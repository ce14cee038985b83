package io.weir.proxy.cache.purge;

import java.util.Arrays;

/**
 * A pattern of URLs: {@code *} stands for any octets but slashes, {@code **} for any octets, {@code
 * \*} for a star; the rest stands for itself. A pattern without a question mark fits whatever the
 * query. Matching takes time in the product of both lengths at most, whatever the pattern.
 * Immutable.
 */
public final class Glob {
  /** Octets that a pattern may have. */
  public static final int LONGEST = 1024;

  private static final int STAR = -1;
  private static final int STARS = -2;

  private final String text;
  private final int[] tokens;
  private final boolean seesQuery;

  private Glob(String text, int[] tokens, boolean seesQuery) {
    this.text = text;
    this.tokens = tokens;
    this.seesQuery = seesQuery;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is too long, or a backslash stands before anything but a
   *     star
   */
  public static Glob of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "found a pattern of " + text.length() + " octets; expected at most " + LONGEST);
    }
    var tokens = new int[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char octet = text.charAt(i);
      if (octet == '\\') {
        i++;
        if (i == text.length() || text.charAt(i) != '*') {
          throw new IllegalArgumentException(
              "found a backslash in '" + text + "'; expected it before a star only");
        }
        tokens[count++] = '*';
      } else if (octet == '*') {
        boolean isDouble = text.startsWith("**", i);
        i += isDouble ? 1 : 0;
        tokens[count++] = isDouble ? STARS : STAR;
      } else {
        tokens[count++] = octet;
      }
    }
    return new Glob(text, Arrays.copyOf(tokens, count), text.indexOf('?') >= 0);
  }

  /** The pattern as it was written. */
  public String text() {
    return text;
  }

  /** Whether the octets up to {@code end} match. */
  boolean matches(byte[] url, int end) {
    int stop = seesQuery ? end : pathEnd(url, end);
    // Where the pattern can be: every place that some way of reading the octets so far leads to.
    var here = new boolean[tokens.length + 1];
    int first = reach(here, 0);
    for (int i = 0; i < stop && first <= tokens.length; i++) {
      first = step(here, first, url[i] & 0xff);
    }
    return here[tokens.length];
  }

  private static int pathEnd(byte[] url, int end) {
    for (int i = 0; i < end; i++) {
      if (url[i] == '?') {
        return i;
      }
    }
    return end;
  }

  /**
   * Takes one octet, from back to front so that nothing is taken twice; returns the first place.
   */
  private int step(boolean[] here, int first, int octet) {
    // What was at the end has no token left to take an octet with.
    here[tokens.length] = false;
    int least = tokens.length + 1;
    for (int at = tokens.length - 1; at >= first; at--) {
      if (!here[at]) {
        continue;
      }
      int token = tokens[at];
      boolean stays = token == STARS || token == STAR && octet != '/';
      here[at] = stays;
      if (stays) {
        least = Math.min(least, reach(here, at));
      } else if (token == octet) {
        least = Math.min(least, reach(here, at + 1));
      }
    }
    return least;
  }

  /** Marks a place, and those that stars let it reach with no octet at all. */
  private int reach(boolean[] here, int place) {
    int at = place;
    here[at] = true;
    while (at < tokens.length && tokens[at] < 0) {
      at++;
      here[at] = true;
    }
    return place;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
