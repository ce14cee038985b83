package io.weir.proxy.cache.rule;

/** delta-seconds of RFC 9111 1.2.2. */
final class Seconds {
  private Seconds() {}

  /** The number, at most {@link CacheControl#LONGEST}; {@link CacheControl#NONE} if it is none. */
  static long parse(String text) {
    if (text.isEmpty()) {
      return CacheControl.NONE;
    }
    long seconds = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return CacheControl.NONE;
      }
      seconds = Math.min(CacheControl.LONGEST, seconds * 10 + digit);
    }
    return seconds;
  }
}
