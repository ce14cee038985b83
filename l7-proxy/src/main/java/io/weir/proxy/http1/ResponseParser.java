package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.weir.dsl.model.Underscores;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads response heads (RFC 9112 4 to 6), as strictly as requests. One per loop: its scratch is
 * used again for every head.
 */
public final class ResponseParser {
  /** Room for applications that set many or large cookies: nginx's 4 to 8 KiB are a known pain. */
  private static final int HEAD_BYTES = 64 << 10;

  private static final int LINE_BYTES = 32 << 10;
  private static final int FIELDS = 256;

  private static final int STATUS_START = 9;
  private static final int STATUS_END = 12;

  private final Lines lines = new Lines();
  private int minorVersion;
  private int status;
  private byte[] reason = new byte[0];

  /** A parser for the calling loop. */
  public ResponseParser() {
    lines.limit(HEAD_BYTES, LINE_BYTES, FIELDS, Underscores.PASS);
  }

  /**
   * Reads the head at the reader index, which moves behind it.
   *
   * @param progress of this connection; reset when a head is returned
   * @param requestMethod of the request that this answers
   * @return the head, or null if more octets are needed
   * @throws ProxyFailure of {@link Cause#UPSTREAM_GARBAGE}
   */
  public @Nullable ParsedResponse parse(ByteBuf in, HeadProgress progress, Method requestMethod) {
    if (!in.isReadable()) {
      return null;
    }
    if (in.getByte(in.readerIndex()) != 'H') {
      throw refused(Found.octet(in.getByte(in.readerIndex())), "a status line");
    }
    int length = lines.read(in, progress);
    if (length < 0) {
      return null;
    }
    var fields = lines.fields.in(Arrays.copyOf(lines.bytes, length));
    long bodyLength = bodyLength(fields, requestMethod);
    boolean keepsAlive =
        bodyLength != Framing.UNTIL_CLOSE
            && FramingFields.keepsAlive(FramingFields.connection(fields), minorVersion);
    in.skipBytes(length);
    progress.reset();
    return new ParsedResponse(
        new ResponseHead(status, reason, minorVersion, fields), bodyLength, keepsAlive);
  }

  private void statusLine(byte[] bytes, int stop) {
    if (stop < STATUS_END
        || !Version.isWellFormed(bytes, 0)
        || !Version.isHttp1(bytes, 0)
        || bytes[STATUS_START - 1] != ' ') {
      throw badLine(bytes, stop);
    }
    // RFC 9110 2.5: a higher minor version is taken as the highest that one knows.
    minorVersion = bytes[7] == '0' ? 0 : 1;
    int number = 0;
    for (int i = STATUS_START; i < STATUS_END; i++) {
      if (!Grammar.isDigit(bytes[i])) {
        throw badLine(bytes, stop);
      }
      number = number * 10 + bytes[i] - '0';
    }
    // RFC 9112 4 wants a space even before an empty reason; many servers leave it out.
    if (number < 100 || number > 599 || (stop > STATUS_END && bytes[STATUS_END] != ' ')) {
      throw badLine(bytes, stop);
    }
    status = number;
    int reasonStart = Math.min(stop, STATUS_END + 1);
    // An upstream says the same few words all the time: keep the last ones.
    if (!Arrays.equals(reason, 0, reason.length, bytes, reasonStart, stop)) {
      reason = Arrays.copyOfRange(bytes, reasonStart, stop);
    }
  }

  private long bodyLength(FieldLines fields, Method requestMethod) {
    long length = FramingFields.bodyLength(fields, minorVersion, Cause.UPSTREAM_GARBAGE);
    if (status < 200 || status == 204) {
      // RFC 9112 6.1 and RFC 9110 8.6 forbid both fields here; a length of 0 does no harm.
      if (length != FramingFields.NONE && length != 0) {
        throw refused("a body announced with status " + status, "none");
      }
      return 0;
    }
    if (requestMethod == Method.HEAD || status == 304) {
      return 0;
    }
    return length == FramingFields.NONE ? Framing.UNTIL_CLOSE : length;
  }

  private static ProxyFailure badLine(byte[] bytes, int stop) {
    return refused(
        "status line " + Found.quoted(bytes, 0, stop),
        "HTTP/1.1, a status of 100 to 599, a reason");
  }

  private static ProxyFailure refused(String found, String expected) {
    return Found.refused(Cause.UPSTREAM_GARBAGE, found, expected);
  }

  private final class Lines extends HeadParser {
    Lines() {
      super(Cause.UPSTREAM_GARBAGE, Cause.UPSTREAM_GARBAGE, Cause.UPSTREAM_GARBAGE);
    }

    @Override
    void startLine(int stop) {
      statusLine(bytes, stop);
    }
  }
}
