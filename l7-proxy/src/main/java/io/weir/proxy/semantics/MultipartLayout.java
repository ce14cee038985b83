package io.weir.proxy.semantics;

import io.weir.proxy.exchange.Octets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The octets around the parts of a {@code multipart/byteranges} body (RFC 9110 14.6, RFC 2046
 * 5.1.1). Made whole beforehand, so that the length is known.
 *
 * @param length of the body, parts and all
 */
public record MultipartLayout(String boundary, List<Part> parts, byte[] closing, long length) {
  public MultipartLayout {
    parts = List.copyOf(parts);
  }

  /** A stretch of the representation and what comes before it. */
  public record Part(byte[] before, ByteRanges.Span span) {}

  /**
   * Lays the parts out.
   *
   * @param mediaType of the representation; null if it is not known
   * @param size of the whole representation in octets
   * @param boundary must not occur in the representation: long and random
   */
  public static MultipartLayout of(
      @Nullable String mediaType, long size, List<ByteRanges.Span> spans, String boundary) {
    var parts = new ArrayList<Part>(spans.size());
    var closing = Octets.of("\r\n--" + boundary + "--\r\n");
    var type = mediaType == null ? "" : "\r\nContent-Type: " + mediaType;
    long length = closing.length;
    for (var span : spans) {
      var before =
          Octets.of(
              (parts.isEmpty() ? "--" : "\r\n--")
                  + boundary
                  + type
                  + "\r\nContent-Range: "
                  + contentRange(span, size)
                  + "\r\n\r\n");
      parts.add(new Part(before, span));
      length += before.length + span.length();
    }
    return new MultipartLayout(boundary, parts, closing, length);
  }

  /** The value of {@code Content-Range} for a part (RFC 9110 14.4). */
  public static String contentRange(ByteRanges.Span span, long size) {
    return "bytes " + span.first() + "-" + span.last() + "/" + size;
  }

  /** The {@code Content-Type} of the body. */
  public String mediaType() {
    return "multipart/byteranges; boundary=" + boundary;
  }
}
