package io.weir.proxy.files;

import io.weir.proxy.exchange.Octets;
import java.util.ArrayList;
import java.util.List;

/**
 * The octets around the parts of a {@code multipart/byteranges} body (RFC 9110 14.6, RFC 2046
 * 5.1.1). Made whole beforehand, so that the length is known.
 *
 * @param length of the body, parts and all
 */
record MultipartLayout(String boundary, List<Part> parts, byte[] closing, long length) {
  MultipartLayout {
    parts = List.copyOf(parts);
  }

  /** A stretch of the file and what comes before it. */
  record Part(byte[] before, ByteRanges.Span span) {}

  /**
   * @param boundary must not occur in the file: long and random
   */
  static MultipartLayout of(Description description, List<ByteRanges.Span> spans, String boundary) {
    var parts = new ArrayList<Part>(spans.size());
    var closing = Octets.of("\r\n--" + boundary + "--\r\n");
    long length = closing.length;
    for (var span : spans) {
      var before =
          Octets.of(
              (parts.isEmpty() ? "--" : "\r\n--")
                  + boundary
                  + "\r\nContent-Type: "
                  + description.mediaType()
                  + "\r\nContent-Range: "
                  + description.contentRange(span)
                  + "\r\n\r\n");
      parts.add(new Part(before, span));
      length += before.length + span.length();
    }
    return new MultipartLayout(boundary, parts, closing, length);
  }

  /** The {@code Content-Type} of the body. */
  String mediaType() {
    return "multipart/byteranges; boundary=" + boundary;
  }
}
