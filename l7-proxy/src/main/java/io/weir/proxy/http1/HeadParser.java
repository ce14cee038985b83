package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.weir.dsl.model.Underscores;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/**
 * Reads the lines of a head out of a buffer, for requests and responses alike.
 *
 * <p>The octets are copied into scratch in growing windows and read line by line in one pass. What
 * comes out is a function of the octets alone, not of how they were split, because every refusal
 * has one place in the stream at which it happens: a control octet, or what follows a bare CR, at
 * that octet; a limit at the first octet beyond it; a malformed line at its LF; a head that
 * contradicts itself at its last LF. Of two refusals at hand the one with the earlier place counts.
 *
 * <p>A head that arrives in parts has each part looked at once for line ends, each line read when
 * it is whole, and all of it read once more when the last octet is there.
 */
abstract class HeadParser {
  private static final int FIRST_WINDOW = 1024;

  private final Cause malformed;
  private final Cause lineTooLong;
  private final Cause headTooLarge;

  /** The head, from its first octet on; only what the last call read is valid. */
  byte[] bytes = new byte[FIRST_WINDOW + Grammar.PADDING];

  /** The field lines read. */
  final FieldLinesBuilder fields = new FieldLinesBuilder();

  private final FieldLine line = new FieldLine();
  private int end;
  private int headLimit;
  private int lineLimit;
  private int fieldLimit;
  private Underscores underscores = Underscores.PASS;

  /**
   * @param lineTooLong why the first line is refused when it is over the limit
   * @param headTooLarge why the rest is
   */
  HeadParser(Cause malformed, Cause lineTooLong, Cause headTooLarge) {
    this.malformed = malformed;
    this.lineTooLong = lineTooLong;
    this.headTooLarge = headTooLarge;
  }

  /** Reads the first line, in {@link #bytes} from 0 to its CRLF at {@code stop}. */
  abstract void startLine(int stop);

  /** Sets what the next head may need at most, in octets and lines. */
  final void limit(int headOctets, int lineOctets, int fieldLines, Underscores policy) {
    headLimit = headOctets;
    lineLimit = lineOctets;
    fieldLimit = fieldLines;
    underscores = policy;
  }

  /** Reads the head that starts at the reader index; returns its length, or -1 if there is more. */
  final int read(ByteBuf in, HeadProgress progress) {
    int available = Math.min(in.readableBytes(), headLimit + 1);
    if (available < progress.scanned) {
      progress.restart();
    }
    if (progress.scanned > progress.lineStart && !hasWholeLine(in, progress, available)) {
      return -1;
    }
    int length = lines(in, progress, available);
    if (length > 0 && progress.lineStart > 0) {
      progress.restart();
      length = lines(in, progress, length);
    }
    return length;
  }

  /** Looks only at what is new, for the end of the line that was not whole. */
  private boolean hasWholeLine(ByteBuf in, HeadProgress progress, int available) {
    // The last octet again: it may be the CR that the first new one belongs to.
    int from = progress.scanned - 1;
    end = from;
    fill(in, available);
    boolean whole = isWhole(progress.lineStart, from, progress.lines);
    progress.scanned = available;
    return whole;
  }

  private int lines(ByteBuf in, HeadProgress progress, int available) {
    int at = progress.lineStart;
    int count = progress.lines;
    fields.reset();
    end = at;
    fill(in, Math.min(available, at + FIRST_WINDOW));
    while (true) {
      if (count > 0 && bytes[at] == '\r' && bytes[at + 1] == '\n') {
        checkLimit(at, at + 2, count);
        return at + 2;
      }
      int next = count == 0 ? firstLine(at) : line.read(bytes, at);
      if (next > 0) {
        checkLimit(at, next, count);
        take(count, next - 2);
        at = next;
        count++;
      } else if (isWhole(at, at, count)) {
        throw Found.refused(malformed, FieldLine.fault(bytes, at), "a name, a colon and a value");
      } else if (end < available) {
        fill(in, Math.min(available, end * 4));
      } else {
        progress.lineStart = at;
        progress.lines = count;
        progress.scanned = end;
        return -1;
      }
    }
  }

  private int firstLine(int at) {
    int stop = Grammar.textEnd(bytes, at);
    return bytes[stop] == '\r' && bytes[stop + 1] == '\n' ? stop + 2 : -1;
  }

  /** Takes line number {@code count}, which is whole and within its limits. */
  private void take(int count, int stop) {
    if (count == 0) {
      startLine(stop);
      return;
    }
    if (count > fieldLimit) {
      throw Found.refused(
          headTooLarge, "more than " + fieldLimit + " field lines", "no more than that");
    }
    if (line.hasUnderscore() && underscores != Underscores.PASS) {
      if (underscores == Underscores.REFUSE) {
        throw Found.refused(
            malformed, "field name " + line.quotedName(bytes), "a name without underscores");
      }
      return;
    }
    line.addTo(fields, bytes);
  }

  /** Copies more octets, up to {@code to}, and puts a stop behind them. */
  private void fill(ByteBuf in, int to) {
    if (bytes.length < to + Grammar.PADDING) {
      var larger = new byte[Math.max(bytes.length * 2, to + Grammar.PADDING)];
      System.arraycopy(bytes, 0, larger, 0, end);
      bytes = larger;
    }
    in.getBytes(in.readerIndex() + end, bytes, end, to - end);
    bytes[to] = 0;
    end = to;
  }

  /**
   * Whether the line at {@code at} is whole; refuses octets that no line may have. Asked only where
   * a line could not be read, so that the answer is either "wait" or the right refusal.
   */
  private boolean isWhole(int at, int from, int count) {
    int limit = limitOf(at);
    int to = Math.min(end, limit);
    for (int i = from; i < to; i++) {
      byte octet = bytes[i];
      if (octet == '\n') {
        if (i == at || bytes[i - 1] != '\r') {
          throw badOctet(octet);
        }
        return true;
      }
      if (octet == '\r' ? i + 1 < end && bytes[i + 1] != '\n' : Grammar.isControl(octet)) {
        throw badOctet(octet);
      }
    }
    if (end > limit) {
      throw tooLong(at, count);
    }
    return false;
  }

  private ProxyFailure badOctet(byte octet) {
    return Found.refused(malformed, Found.octet(octet), "text in lines that end in CRLF");
  }

  private void checkLimit(int at, int next, int count) {
    if (next > limitOf(at)) {
      throw tooLong(at, count);
    }
  }

  private int limitOf(int at) {
    return Math.min(at + lineLimit, headLimit);
  }

  private ProxyFailure tooLong(int at, int count) {
    if (at + lineLimit > headLimit) {
      return Found.refused(
          count == 0 ? lineTooLong : headTooLarge,
          "a head of more than " + headLimit + " octets",
          "no more than that");
    }
    return Found.refused(
        count == 0 ? lineTooLong : headTooLarge,
        "a line of more than " + lineLimit + " octets",
        "no more than that");
  }
}
