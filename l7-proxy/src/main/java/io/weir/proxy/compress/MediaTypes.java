package io.weir.proxy.compress;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A set of media ranges, compiled. Parameters of types do not count. Immutable; any thread. */
final class MediaTypes {
  /** What is read piece by piece as it comes, so that no piece may be held back. */
  static final MediaTypes EVENTS =
      new MediaTypes(
          List.of(
              "text/event-stream",
              "application/grpc-web",
              "application/grpc-web+proto",
              "application/grpc-web-text",
              "application/json-seq",
              "application/jsonl",
              "application/ndjson",
              "application/stream+json",
              "application/x-json-stream",
              "application/x-ndjson",
              "multipart/x-mixed-replace"));

  private final Set<String> exact = new HashSet<>();
  private final List<Wildcard> wildcards = new ArrayList<>();

  /** What the whole name begins and ends with. */
  private record Wildcard(byte[] prefix, byte[] suffix) {
    boolean covers(byte[] bytes, int start, int end) {
      return end - start > prefix.length + suffix.length
          && Octets.isLower(bytes, start, prefix)
          && Octets.isLower(bytes, end - suffix.length, suffix);
    }
  }

  /**
   * @param ranges in lower case; a range may have a star for all of its subtype, or for what stands
   *     in front of a suffix
   */
  MediaTypes(List<String> ranges) {
    for (var range : ranges) {
      if (range.equals("*/*")) {
        wildcards.add(new Wildcard(Octets.of(""), Octets.of("")));
      } else if (range.indexOf('*') < 0) {
        exact.add(range);
      } else {
        int star = range.indexOf('*');
        var suffix = Octets.of(range.substring(star + 1));
        wildcards.add(new Wildcard(Octets.of(range.substring(0, star)), suffix));
      }
    }
  }

  /** Whether the type that the fields name is in the set; without one it is not. */
  boolean cover(FieldLines fields) {
    int line = fields.first(FieldName.CONTENT_TYPE);
    if (line < 0) {
      return false;
    }
    var bytes = fields.bytes();
    int start = fields.valueStart(line);
    int end = start;
    while (end < fields.valueEnd(line) && bytes[end] != ';' && !Octets.isBlank(bytes[end])) {
      end++;
    }
    return end > start && covers(bytes, start, end);
  }

  private boolean covers(byte[] bytes, int start, int end) {
    for (var wildcard : wildcards) {
      if (wildcard.covers(bytes, start, end)) {
        return true;
      }
    }
    return !exact.isEmpty() && exact.contains(lower(bytes, start, end));
  }

  private static String lower(byte[] bytes, int start, int end) {
    var copy = Arrays.copyOfRange(bytes, start, end);
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (byte) Octets.lower(copy[i]);
    }
    return new String(copy, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
