package io.weir.proxy.files;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.semantics.ByteRanges;
import io.weir.proxy.semantics.HttpDate;
import io.weir.proxy.semantics.MultipartLayout;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The metadata of one representation.
 *
 * @param tag strong entity tag in its quotes (RFC 9110 8.8.3)
 * @param lastModified seconds since 1970
 * @param varies whether there are other codings of the same file
 */
record Description(
    Coding coding, String mediaType, long size, String tag, long lastModified, boolean varies) {

  /** Describes a file that was seen. */
  static Description of(Sighting.Form form, String mediaType, boolean varies, Instant now) {
    // RFC 9110 8.8.2.1: a date in the future would make later changes look older.
    long modified = Math.min(form.modified().to(TimeUnit.SECONDS), now.getEpochSecond());
    return new Description(
        form.coding(), mediaType, form.size(), tag(form), Math.max(0, modified), varies);
  }

  // No inode: the same files on two edges are to have the same tags.
  private static String tag(Sighting.Form form) {
    var state =
        "\""
            + Long.toHexString(form.modified().to(TimeUnit.NANOSECONDS))
            + "-"
            + Long.toHexString(form.size());
    return switch (form.coding()) {
      case IDENTITY -> state + "\"";
      case BROTLI, ZSTD, GZIP -> state + "-" + form.coding().token() + "\"";
    };
  }

  /** The fields of a 200. */
  FieldLines whole() {
    var lines = new FieldLinesBuilder();
    lines.add(FieldName.CONTENT_TYPE.text(), mediaType);
    return common(lines, size).build();
  }

  /** The fields of a 304 (RFC 9110 15.4.5). */
  FieldLines unchanged() {
    return validators(new FieldLinesBuilder()).build();
  }

  /** The fields of a 206 with one part. */
  FieldLines part(ByteRanges.Span span) {
    var lines = new FieldLinesBuilder();
    lines.add(FieldName.CONTENT_TYPE.text(), mediaType);
    lines.add(FieldName.CONTENT_RANGE.text(), contentRange(span));
    return common(lines, span.length()).build();
  }

  /** The fields of a 206 with several parts. */
  FieldLines parts(MultipartLayout layout) {
    var lines = new FieldLinesBuilder();
    lines.add(FieldName.CONTENT_TYPE.text(), layout.mediaType());
    return common(lines, layout.length()).build();
  }

  /** The value of {@code Content-Range} for a part (RFC 9110 14.4). */
  String contentRange(ByteRanges.Span span) {
    return MultipartLayout.contentRange(span, size);
  }

  private FieldLinesBuilder common(FieldLinesBuilder lines, long length) {
    lines.add(FieldName.CONTENT_LENGTH.text(), Long.toString(length));
    if (coding != Coding.IDENTITY) {
      lines.add(FieldName.CONTENT_ENCODING.text(), coding.token());
    }
    return validators(lines).add("Accept-Ranges", "bytes");
  }

  private FieldLinesBuilder validators(FieldLinesBuilder lines) {
    lines.add(FieldName.LAST_MODIFIED.text(), HttpDate.format(lastModified));
    lines.add(FieldName.ETAG.text(), tag);
    if (varies) {
      lines.add(FieldName.VARY.text(), FieldName.ACCEPT_ENCODING.text());
    }
    return lines;
  }
}
