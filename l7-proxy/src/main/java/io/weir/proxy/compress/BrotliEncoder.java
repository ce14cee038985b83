package io.weir.proxy.compress;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import com.aayushatharva.brotli4j.encoder.EncoderJNI.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes Brotli (RFC 7932). Its state cannot be used again. */
final class BrotliEncoder implements Coder {
  private static final int INPUT = 32 << 10;
  private static final int LEAST_WINDOW_BITS = 10;

  /** 512 KiB of what came before, as much as nginx's module takes. */
  private static final int MOST_WINDOW_BITS = 19;

  private final EncoderJNI.Wrapper encoder;
  private @Nullable ByteBuffer made;
  private Operation under = Operation.PROCESS;
  private boolean dirty;

  /**
   * @param length octets of the body, below 0 if not known
   */
  BrotliEncoder(int level, long length) {
    int bits = length < 0 ? MOST_WINDOW_BITS : 64 - Long.numberOfLeadingZeros(length);
    int window = Math.clamp(bits, LEAST_WINDOW_BITS, MOST_WINDOW_BITS);
    int input = length < 0 ? INPUT : Math.clamp(length, 1 << 10, INPUT);
    try {
      encoder = new EncoderJNI.Wrapper(input, level, window, Encoder.Mode.GENERIC);
    } catch (IOException e) {
      // Out of native memory.
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Next next) {
    while (drain(out)) {
      if (encoder.hasRemainingInput()) {
        push(under, 0);
      } else if (in.hasRemaining()) {
        push(in.remaining() > encoder.getInputBuffer().capacity() ? Next.MORE : next, fill(in));
      } else if (next == Next.MORE || (next == Next.FLUSH && !dirty) || encoder.isFinished()) {
        return true;
      } else {
        push(next, 0);
      }
    }
    return false;
  }

  /** Whether all that was made is in {@code out}. */
  private boolean drain(ByteBuffer out) {
    while (true) {
      var from = made;
      if (from == null) {
        if (!encoder.hasMoreOutput()) {
          return true;
        }
        from = encoder.pull();
        made = from;
      }
      int octets = Math.min(from.remaining(), out.remaining());
      out.put(out.position(), from, from.position(), octets);
      out.position(out.position() + octets);
      from.position(from.position() + octets);
      if (from.hasRemaining()) {
        return false;
      }
      made = null;
    }
  }

  private int fill(ByteBuffer in) {
    var input = encoder.getInputBuffer();
    input.clear();
    int octets = Math.min(in.remaining(), input.remaining());
    input.put(0, in, in.position(), octets);
    in.position(in.position() + octets);
    return octets;
  }

  private void push(Next next, int octets) {
    push(
        switch (next) {
          case MORE -> Operation.PROCESS;
          case FLUSH -> Operation.FLUSH;
          case END -> Operation.FINISH;
        },
        octets);
  }

  private void push(Operation operation, int octets) {
    under = operation;
    dirty = operation == Operation.PROCESS;
    encoder.push(operation, octets);
    if (!encoder.isSuccess()) {
      throw new IllegalStateException("brotli refused to go on with " + operation);
    }
  }

  @Override
  public boolean reset() {
    return false;
  }

  @Override
  public void close() {
    encoder.destroy();
  }
}
