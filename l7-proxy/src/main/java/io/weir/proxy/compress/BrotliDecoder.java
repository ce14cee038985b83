package io.weir.proxy.compress;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Undoes Brotli (RFC 7932). Its state cannot be used again. */
final class BrotliDecoder implements Coder {
  private static final int INPUT = 16 << 10;

  private final DecoderJNI.Wrapper decoder;
  private @Nullable ByteBuffer made;
  private boolean begun;

  BrotliDecoder() {
    try {
      decoder = new DecoderJNI.Wrapper(INPUT);
    } catch (IOException e) {
      // Out of native memory.
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Next next) throws CodingException {
    while (drain(out)) {
      switch (decoder.getStatus()) {
        case DONE -> {
          if (in.hasRemaining()) {
            throw new CodingException("found octets behind the end of br");
          }
          return true;
        }
        case NEEDS_MORE_OUTPUT -> decoder.push(0);
        case OK, NEEDS_MORE_INPUT -> {
          if (!in.hasRemaining()) {
            if (next == Next.END && begun) {
              throw new CodingException("found the end of the body within br");
            }
            return true;
          }
          fill(in);
        }
        case ERROR -> throw new CodingException("found broken br");
      }
    }
    return false;
  }

  private void fill(ByteBuffer in) {
    var input = decoder.getInputBuffer();
    input.clear();
    int octets = Math.min(in.remaining(), input.remaining());
    input.put(0, in, in.position(), octets);
    in.position(in.position() + octets);
    begun = true;
    decoder.push(octets);
  }

  /** Whether all that was made is in {@code out}. */
  private boolean drain(ByteBuffer out) {
    while (true) {
      var from = made;
      if (from == null) {
        if (!decoder.hasOutput()) {
          return true;
        }
        from = decoder.pull();
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

  @Override
  public boolean reset() {
    return false;
  }

  @Override
  public void close() {
    decoder.destroy();
  }
}
