package io.weir.dsl.directive;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names of media types with stars in them (RFC 9110 8.3.1, RFC 6838 4.2). */
final class MediaRanges {
  private static final String NAME = "[a-z0-9][a-z0-9!#$&^_.-]*";

  /** A subtype may be all star, or a star in front of a structured suffix. */
  private static final Pattern RANGE =
      Pattern.compile("\\*/\\*|" + NAME + "/(\\*|(\\*\\+)?" + NAME + "(\\+" + NAME + ")?)");

  private MediaRanges() {}

  /** Whether the text, in lower case, is a media type or a range of them. */
  static boolean isOne(String text) {
    return text.length() <= 255 && RANGE.matcher(text).matches();
  }

  /** What is likely wrong with one that is none. */
  static Optional<String> hint(String text) {
    if (text.contains(";")) {
      return Optional.of("parameters do not count: leave out what stands behind \";\"");
    }
    return text.contains("/") || text.isEmpty()
        ? Optional.empty()
        : Optional.of("a type has two parts, such as \"text/" + Context.shortened(text) + "\"");
  }
}
