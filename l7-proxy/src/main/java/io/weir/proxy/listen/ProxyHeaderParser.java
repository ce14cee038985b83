package io.weir.proxy.listen;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.ProxyHeader;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header that a proxy puts in front of a connection (HAProxy's {@code
 * proxy-protocol.txt}, sections 2.1 and 2.2). Pure: looks at the octets that are there and takes
 * none, so that how they came in does not matter. What does not begin like a header is refused at
 * the first octet that says so.
 */
final class ProxyHeaderParser {
  private static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };
  private static final byte[] WORD = {'P', 'R', 'O', 'X', 'Y', ' '};

  /** The longest line of version 1, its CRLF included. */
  static final int LONGEST_LINE = 107;

  private ProxyHeaderParser() {}

  /**
   * A whole header.
   *
   * @param length how many octets it has; what follows is the client's
   */
  record Parsed(ProxyHeader header, int length) {}

  /**
   * The header that the octets begin with, or null if there must be more of them.
   *
   * @throws ProxyFailure if they are no header
   */
  static @Nullable Parsed parse(ByteBuf in) {
    if (!in.isReadable()) {
      return null;
    }
    return in.getByte(in.readerIndex()) == SIGNATURE[0] ? binary(in) : line(in);
  }

  private static @Nullable Parsed binary(ByteBuf in) {
    if (!begins(in, SIGNATURE) || in.readableBytes() < ProxyHeaderBlock.HEAD) {
      return null;
    }
    int start = in.readerIndex();
    int length = in.getUnsignedShort(start + 14);
    if (length > ProxyHeaderBlock.LONGEST) {
      throw refused(
          "found a PROXY header of " + length, "at most " + ProxyHeaderBlock.LONGEST + " octets");
    }
    int whole = ProxyHeaderBlock.HEAD + length;
    if (in.readableBytes() < whole) {
      return null;
    }
    var octets = new byte[whole];
    in.getBytes(start, octets);
    return new Parsed(new ProxyHeaderBlock(octets).read(), whole);
  }

  private static @Nullable Parsed line(ByteBuf in) {
    if (!begins(in, WORD)) {
      return null;
    }
    int start = in.readerIndex();
    int known = Math.min(in.readableBytes(), LONGEST_LINE);
    int end = in.indexOf(start, start + known, (byte) '\n');
    if (end < 0) {
      if (known == LONGEST_LINE) {
        throw refused("found no end of the PROXY line", "one within 107 octets");
      }
      return null;
    }
    int length = end + 1 - start;
    if (in.getByte(end - 1) != '\r') {
      throw refused("found a PROXY line that ends in a bare LF", "CRLF");
    }
    var octets = new byte[length - 2];
    in.getBytes(start, octets);
    return new Parsed(ProxyHeaderLine.read(octets), length);
  }

  /** Whether all of the octets are there and right; refuses those that are wrong. */
  private static boolean begins(ByteBuf in, byte[] wanted) {
    int known = Math.min(in.readableBytes(), wanted.length);
    for (int i = 0; i < known; i++) {
      byte found = in.getByte(in.readerIndex() + i);
      if (found != wanted[i]) {
        throw refused(
            "found octet 0x%02x at %d".formatted(found & 0xff, i), "the start of a PROXY header");
      }
    }
    return known == wanted.length;
  }

  static ProxyFailure refused(String found, String expected) {
    return new ProxyFailure(Cause.BAD_PROXY_HEADER, found + "; expected " + expected);
  }
}
