package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/**
 * Takes the chunked coding (RFC 9112 7.1) off a body, octet by octet as it comes. One per direction
 * of a connection; belongs to its loop.
 *
 * <p>Extensions are read by their grammar and left out, with the white space that RFC 9112 7.1.1
 * has recipients bear around {@code ;} and {@code =}. White space that none of the two follows
 * belongs to no rule of the grammar, and is refused: before a line's end recipients differ in what
 * it ends.
 */
public final class ChunkDecoder {
  /** All octets were consumed and more are needed. */
  public static final int MORE = 0;

  /** Content stands at the reader index. */
  public static final int DATA = 1;

  /** The body is over. */
  public static final int END = 2;

  private static final int MAX_DIGITS = 16;
  private static final int MAX_EXTENSION = 4 << 10;

  /** Octets of extensions that a body may have beyond one for each octet of content. */
  private static final int MAX_EXTENSIONS = 16 << 10;

  private final Cause onError;
  private final TrailerReader trailers;
  private State state = State.SIZE_START;
  private int digits;
  private long left;
  private int dataLength;
  private int extension;
  private long extensions;

  /**
   * @param onError why a malformed body is refused
   */
  public ChunkDecoder(Cause onError) {
    this.onError = onError;
    this.trailers = new TrailerReader(onError);
  }

  /** Forgets everything: the next octet starts a body. */
  public void reset() {
    state = State.SIZE_START;
    digits = 0;
    left = 0;
    dataLength = 0;
    extension = 0;
    extensions = 0;
    trailers.reset();
  }

  /**
   * Looks at the octets from the reader index on and consumes framing. With {@link #DATA}, the
   * caller takes exactly {@link #dataLength} octets before the next call.
   *
   * @return {@link #MORE}, {@link #DATA} or {@link #END}
   * @throws ProxyFailure if the body is malformed
   */
  public int next(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end && state != State.DATA && state != State.END) {
      accept(in.getByte(at));
      at++;
    }
    in.readerIndex(at);
    if (state == State.END) {
      return END;
    }
    if (at == end) {
      return MORE;
    }
    dataLength = (int) Math.min(left, end - at);
    left -= dataLength;
    extensions = Math.max(0, extensions - dataLength);
    if (left == 0) {
      state = State.DATA_CR;
    }
    return DATA;
  }

  /** How many octets of content stand at the reader index, after {@link #DATA}. */
  public int dataLength() {
    return dataLength;
  }

  /** The fields behind the last chunk, after {@link #END}. */
  public FieldLines trailers() {
    return trailers.fields();
  }

  private void accept(byte octet) {
    state =
        switch (state) {
          case SIZE_START, SIZE -> size(octet);
          case EXTENSION -> extensionOctet(octet, nextExtension(octet));
          case EXTENSION_NAME_START -> extensionOctet(octet, extensionName(octet, true));
          case EXTENSION_NAME -> extensionOctet(octet, extensionName(octet, false));
          case EXTENSION_NAME_END -> extensionOctet(octet, extensionNameEnd(octet));
          case EXTENSION_VALUE_START -> extensionOctet(octet, extensionValueStart(octet));
          case EXTENSION_TOKEN -> extensionOctet(octet, extensionToken(octet));
          case EXTENSION_QUOTED -> extensionOctet(octet, quoted(octet));
          case EXTENSION_ESCAPED -> extensionOctet(octet, escaped(octet));
          case EXTENSION_QUOTED_END -> extensionOctet(octet, extensionEnd(octet));
          case SIZE_LF -> sizeEnd(octet);
          case DATA_CR -> expect(octet, '\r', State.DATA_LF);
          case DATA_LF -> dataEnd(octet);
          case TRAILERS -> trailers.accept(octet) ? State.END : State.TRAILERS;
          case DATA, END -> throw new IllegalStateException("no framing here");
        };
  }

  private State size(byte octet) {
    int digit = Grammar.hex(octet);
    if (digit >= 0) {
      // The highest bit must stay free: the size is a long.
      if (digits == MAX_DIGITS || left > Long.MAX_VALUE >> 4) {
        throw refused("a chunk size that is too large", "at most " + MAX_DIGITS + " digits");
      }
      digits++;
      left = left << 4 | digit;
      return State.SIZE;
    }
    if (digits == 0) {
      throw refused(Found.octet(octet), "a chunk size");
    }
    extension = 0;
    return extensionEnd(octet);
  }

  /** What may follow a size or a whole extension. */
  private State extensionEnd(byte octet) {
    return octet == '\r' ? State.SIZE_LF : nextExtension(octet);
  }

  /** What may follow white space behind a size or a whole extension: only one more extension. */
  private State nextExtension(byte octet) {
    return switch (octet) {
      case ';' -> State.EXTENSION_NAME_START;
      case ' ', '\t' -> State.EXTENSION;
      default -> throw refused(Found.octet(octet) + " in the line of a chunk size", "CRLF or ';'");
    };
  }

  private State extensionName(byte octet, boolean first) {
    if (Octets.isToken(octet)) {
      return State.EXTENSION_NAME;
    }
    if (first && Octets.isBlank(octet)) {
      return State.EXTENSION_NAME_START;
    }
    if (first) {
      throw refused(Found.octet(octet), "the name of a chunk extension");
    }
    return octet == '\r' ? State.SIZE_LF : extensionNameEnd(octet);
  }

  /** What may follow white space behind a name. */
  private State extensionNameEnd(byte octet) {
    return switch (octet) {
      case '=' -> State.EXTENSION_VALUE_START;
      case ' ', '\t' -> State.EXTENSION_NAME_END;
      default -> nextExtension(octet);
    };
  }

  private State extensionValueStart(byte octet) {
    if (Octets.isBlank(octet)) {
      return State.EXTENSION_VALUE_START;
    }
    if (octet == '"') {
      return State.EXTENSION_QUOTED;
    }
    if (!Octets.isToken(octet)) {
      throw refused(Found.octet(octet), "the value of a chunk extension");
    }
    return State.EXTENSION_TOKEN;
  }

  private State extensionToken(byte octet) {
    return Octets.isToken(octet) ? State.EXTENSION_TOKEN : extensionEnd(octet);
  }

  private State quoted(byte octet) {
    return switch (octet) {
      case '"' -> State.EXTENSION_QUOTED_END;
      case '\\' -> State.EXTENSION_ESCAPED;
      default -> escaped(octet);
    };
  }

  /** RFC 9110 5.6.4: text and HTAB, but no CR or LF, so that a quote cannot hide a line's end. */
  private State escaped(byte octet) {
    if (octet == '\r' || octet == '\n' || Grammar.isControl(octet)) {
      throw refused(Found.octet(octet) + " in a quoted chunk extension", "text");
    }
    return State.EXTENSION_QUOTED;
  }

  private State extensionOctet(byte octet, State next) {
    if (octet != '\r') {
      extension++;
      extensions++;
      if (extension > MAX_EXTENSION || extensions > MAX_EXTENSIONS) {
        throw refused("too much of chunk extensions", "at most " + MAX_EXTENSION + " octets");
      }
    }
    return next;
  }

  private State sizeEnd(byte octet) {
    var next = expect(octet, '\n', left == 0 ? State.TRAILERS : State.DATA);
    digits = 0;
    return next;
  }

  private State dataEnd(byte octet) {
    return expect(octet, '\n', State.SIZE_START);
  }

  private State expect(byte octet, char expected, State next) {
    if (octet != expected) {
      throw refused(Found.octet(octet), expected == '\r' ? "CRLF behind a chunk" : "LF behind CR");
    }
    return next;
  }

  private ProxyFailure refused(String found, String expected) {
    return Found.refused(onError, found, expected);
  }

  private enum State {
    SIZE_START,
    SIZE,
    EXTENSION,
    EXTENSION_NAME_START,
    EXTENSION_NAME,
    EXTENSION_NAME_END,
    EXTENSION_VALUE_START,
    EXTENSION_TOKEN,
    EXTENSION_QUOTED,
    EXTENSION_ESCAPED,
    EXTENSION_QUOTED_END,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILERS,
    END
  }
}
