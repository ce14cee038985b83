package io.weir.proxy.compress;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/** Undoes Zstandard (RFC 8878), several frames in a row too. */
final class ZstdDecoder implements Coder {
  /** RFC 9659 3: no decoder need take a window above 8 MiB; more would be memory for the asking. */
  private static final int MOST_WINDOW_BITS = 23;

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private boolean within;

  ZstdDecoder() {
    context.setLongMax(MOST_WINDOW_BITS);
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Next next) throws CodingException {
    do {
      if (!out.hasRemaining()) {
        return false;
      }
      if (!in.hasRemaining() && !within) {
        return true;
      }
      int taken = in.position();
      int made = out.position();
      try {
        within = !context.decompressDirectByteBufferStream(out, in);
      } catch (ZstdException e) {
        throw new CodingException("found broken zstd: " + e.getMessage());
      }
      if (in.position() == taken && out.position() == made) {
        break;
      }
    } while (true);
    if (next == Next.END && within) {
      throw new CodingException("found the end of the body within zstd");
    }
    return true;
  }

  @Override
  public boolean reset() {
    context.reset();
    context.setLongMax(MOST_WINDOW_BITS);
    within = false;
    return true;
  }

  @Override
  public void close() {
    context.close();
  }
}
