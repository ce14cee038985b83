package io.weir.proxy.http1;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.failure.Cause;
import java.util.Arrays;

/**
 * Reads the trailer section (RFC 9112 7.1.2) line by line, by the rules of field lines in heads.
 *
 * <p>Content-Length, Transfer-Encoding and Host are refused there: only an attack sends them.
 * Fields that Weir acts on in heads, which RFC 9110 6.5.1 keeps out of trailers, are left out, and
 * so are names with an underscore, which may be another spelling of one of them. ETag may come.
 */
final class TrailerReader {
  private static final int MAX_OCTETS = 8 << 10;
  private static final int MAX_FIELDS = 32;
  private static final long REFUSED =
      FieldName.CONTENT_LENGTH.bit() | FieldName.TRANSFER_ENCODING.bit() | FieldName.HOST.bit();

  private final Cause onError;
  private final FieldLine line = new FieldLine();
  private final FieldLinesBuilder builder = new FieldLinesBuilder();
  private byte[] text = new byte[0];
  private int length;
  private int lineStart;
  private int lines;
  private FieldLines fields = FieldLines.NONE;

  TrailerReader(Cause onError) {
    this.onError = onError;
  }

  void reset() {
    builder.reset();
    length = 0;
    lineStart = 0;
    lines = 0;
    fields = FieldLines.NONE;
  }

  /** The fields of the section, once it is over. */
  FieldLines fields() {
    return fields;
  }

  /** Takes one octet; returns whether it was the last of the section. */
  boolean accept(byte octet) {
    boolean behindCr = length > lineStart && text[length - 1] == '\r';
    if (behindCr != (octet == '\n')) {
      throw Found.refused(onError, Found.octet(behindCr ? (byte) '\r' : octet), "CRLF");
    }
    if (octet != '\r' && octet != '\n' && Grammar.isControl(octet)) {
      throw Found.refused(onError, Found.octet(octet) + " in a trailer", "text");
    }
    if (length == MAX_OCTETS) {
      throw Found.refused(
          onError, "trailers of more than " + MAX_OCTETS + " octets", "no more than that");
    }
    if (text.length < length + 1 + Grammar.PADDING) {
      text = Arrays.copyOf(text, Math.max(256, text.length * 2));
    }
    text[length++] = octet;
    return octet == '\n' && lineEnd();
  }

  private boolean lineEnd() {
    text[length] = 0;
    if (length - lineStart == 2) {
      fields = builder.in(Arrays.copyOf(text, length));
      return true;
    }
    if (line.read(text, lineStart) < 0) {
      throw Found.refused(onError, FieldLine.fault(text, lineStart), "a name, a colon and a value");
    }
    if (++lines > MAX_FIELDS) {
      throw Found.refused(onError, "more than " + MAX_FIELDS + " trailers", "no more than that");
    }
    var name = line.name(text);
    if (name != null && (name.bit() & REFUSED) != 0) {
      throw Found.refused(onError, name.text() + " in trailers", "no framing or routing there");
    }
    if ((name == null || name == FieldName.ETAG) && !line.hasUnderscore()) {
      line.addTo(builder, text);
    }
    lineStart = length;
    return false;
  }
}
