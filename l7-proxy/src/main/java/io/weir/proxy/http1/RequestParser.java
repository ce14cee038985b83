package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.dsl.model.ClientLimits;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads (RFC 9112 2 to 6), strictly. One per loop: its scratch is used again for
 * every head.
 */
public final class RequestParser {
  private static final int MAX_METHOD = 32;

  /** RFC 9112 2.2 asks to bear at least one empty line before a request. */
  private static final int MAX_EMPTY_LINES = 2;

  private static final int VERSION_LENGTH = 8;
  private static final byte[] CONTINUE = Octets.of("100-continue");

  private final Lines lines = new Lines();
  private final TargetParser target = new TargetParser();
  private final Authority host = new Authority();
  private Method method = Method.OTHER;
  private int methodEnd;
  private int minorVersion;

  /** A parser for the calling loop. */
  public RequestParser() {}

  /**
   * Reads the head at the reader index, which moves behind it, or behind empty lines before it.
   *
   * @param progress of this connection; reset when a head is returned
   * @param secure whether the connection is, so that https is the scheme
   * @return the head, or null if more octets are needed
   * @throws ProxyFailure if the request has to be refused and the connection closed
   */
  public @Nullable RequestHead parse(
      ByteBuf in, HeadProgress progress, ClientLimits limits, boolean secure) {
    if (progress.scanned == 0 && !isAtStart(in, progress)) {
      return null;
    }
    lines.limit(limits.headBytes(), limits.lineBytes(), limits.fields(), limits.underscores());
    target.passEncodedSlash(limits.passesEncodedSlash());
    int length = lines.read(in, progress);
    if (length < 0) {
      return null;
    }
    var head = head(length, secure);
    in.skipBytes(length);
    progress.reset();
    return head;
  }

  /**
   * Reads a head that is whole.
   *
   * @throws ProxyFailure if a connection that brought it would have to be refused
   */
  public RequestHead parse(byte[] whole, ClientLimits limits, boolean secure) {
    var head = parse(Unpooled.wrappedBuffer(whole), new HeadProgress(), limits, secure);
    if (head == null) {
      throw badRequest("a head without an end", "an empty line");
    }
    return head;
  }

  /**
   * Skips empty lines and looks at the first octet, so that another protocol is refused at once.
   */
  private boolean isAtStart(ByteBuf in, HeadProgress progress) {
    while (in.isReadable()) {
      int at = in.readerIndex();
      byte first = in.getByte(at);
      if (Octets.isToken(first)) {
        return true;
      }
      if (first != '\r') {
        throw badRequest(Found.octet(first), "a method");
      }
      if (in.readableBytes() == 1) {
        return false;
      }
      if (in.getByte(at + 1) != '\n') {
        throw badRequest(Found.octet(first), "a method");
      }
      if (progress.emptyLines == MAX_EMPTY_LINES) {
        throw badRequest("more than " + MAX_EMPTY_LINES + " empty lines", "a method");
      }
      progress.emptyLines++;
      in.skipBytes(2);
    }
    return false;
  }

  private void requestLine(byte[] bytes, int stop) {
    int space = 0;
    while (Octets.isToken(bytes[space])) {
      space++;
    }
    int versionStart = stop - VERSION_LENGTH;
    if (bytes[space] != ' ' || versionStart - 1 <= space || bytes[versionStart - 1] != ' ') {
      throw badLine(bytes, stop);
    }
    minorVersion = minorVersion(bytes, versionStart, stop);
    if (space > MAX_METHOD) {
      throw badRequest(
          "method " + Found.quoted(bytes, 0, space), "at most " + MAX_METHOD + " octets");
    }
    methodEnd = space;
    method = Method.find(bytes, 0, space);
    if (method == Method.CONNECT) {
      throw Found.refused(Cause.METHOD_REFUSED, "method 'CONNECT'", "one that asks for no tunnel");
    }
    if (space + 1 == versionStart - 1) {
      throw badLine(bytes, stop);
    }
    target.read(bytes, space + 1, versionStart - 1, method);
  }

  private static int minorVersion(byte[] bytes, int start, int stop) {
    long version = Grammar.word(bytes, start);
    if (version == Version.HTTP_1_1) {
      return 1;
    }
    if (version == Version.HTTP_1_0) {
      return 0;
    }
    if (!Version.isWellFormed(bytes, start)) {
      throw badLine(bytes, stop);
    }
    if (!Version.isHttp1(bytes, start)) {
      throw Found.refused(
          Cause.VERSION_REFUSED, "version " + Found.quoted(bytes, start, stop), "HTTP/1.1 or 1.0");
    }
    // RFC 9110 2.5: a higher minor version is taken as the highest that one knows.
    return 1;
  }

  private RequestHead head(int length, boolean secure) {
    var bytes = Arrays.copyOf(lines.bytes, length);
    var fields = lines.fields.in(bytes);
    long bodyLength = FramingFields.bodyLength(fields, minorVersion, Cause.BAD_FRAMING);
    var authority = authority(fields, secure);
    int options = FramingFields.connection(fields);
    return new RequestHead(
        bytes,
        method,
        methodEnd,
        target.in(bytes, authority),
        minorVersion,
        fields,
        bodyLength == FramingFields.NONE ? 0 : bodyLength,
        FramingFields.keepsAlive(options, minorVersion),
        expectsContinue(fields),
        minorVersion > 0 && (options & FramingFields.UPGRADE) != 0 && asksToUpgrade(fields));
  }

  private Authority authority(FieldLines fields, boolean secure) {
    int line = fields.first(FieldName.HOST);
    if (line < 0) {
      if (minorVersion > 0) {
        throw badHost("no Host", "exactly one");
      }
      if (!target.isAbsolute()) {
        host.clear();
        return host;
      }
    } else {
      readHost(fields, line);
    }
    if (!target.isAbsolute()) {
      return host;
    }
    if (target.isSecure() != secure) {
      // RFC 9110 7.4: an https target must not come over a connection that is not secure.
      throw Found.refused(
          Cause.BAD_TARGET,
          target.isSecure() ? "an https target without TLS" : "an http target with TLS",
          "the scheme of the connection");
    }
    if (line >= 0 && !host.isSame(target.authority(), fields.bytes(), secure ? 443 : 80)) {
      throw badHost("a Host other than the target's", "the same");
    }
    return target.authority();
  }

  private void readHost(FieldLines fields, int line) {
    if (fields.next(FieldName.HOST, line) >= 0) {
      throw badHost("several Host lines", "one");
    }
    int start = fields.valueStart(line);
    int end = fields.valueEnd(line);
    var fault = host.read(fields.bytes(), start, end);
    if (fault != null) {
      throw badHost(fault + " in Host " + Found.quoted(fields.bytes(), start, end), "host[:port]");
    }
  }

  private boolean expectsContinue(FieldLines fields) {
    int line = fields.first(FieldName.EXPECT);
    if (line < 0) {
      return false;
    }
    for (; line >= 0; line = fields.next(FieldName.EXPECT, line)) {
      if (!fields.valueIs(line, CONTINUE)) {
        throw Found.refused(
            Cause.EXPECTATION_FAILED,
            "Expect "
                + Found.quoted(fields.bytes(), fields.valueStart(line), fields.valueEnd(line)),
            "'100-continue'");
      }
    }
    // RFC 9110 10.1.1: an HTTP/1.0 client does not know of 100.
    return minorVersion > 0;
  }

  private static boolean asksToUpgrade(FieldLines fields) {
    for (int line = fields.first(FieldName.UPGRADE);
        line >= 0;
        line = fields.next(FieldName.UPGRADE, line)) {
      if (fields.valueStart(line) < fields.valueEnd(line)) {
        return true;
      }
    }
    return false;
  }

  private static ProxyFailure badLine(byte[] bytes, int stop) {
    return badRequest(
        "request line " + Found.quoted(bytes, 0, stop), "METHOD target HTTP/1.1, single spaces");
  }

  private static ProxyFailure badRequest(String found, String expected) {
    return Found.refused(Cause.BAD_REQUEST, found, expected);
  }

  private static ProxyFailure badHost(String found, String expected) {
    return Found.refused(Cause.BAD_HOST, found, expected);
  }

  private final class Lines extends HeadParser {
    Lines() {
      super(Cause.BAD_REQUEST, Cause.TARGET_TOO_LONG, Cause.HEAD_TOO_LARGE);
    }

    @Override
    void startLine(int stop) {
      requestLine(bytes, stop);
    }
  }
}
