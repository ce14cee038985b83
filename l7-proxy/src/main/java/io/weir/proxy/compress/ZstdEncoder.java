package io.weir.proxy.compress;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;

/** Makes Zstandard (RFC 8878). */
final class ZstdEncoder implements Coder {
  /**
   * 512 KiB of what came before, so that one reply holds less than 2 MiB up to level 9. RFC 9659
   * would allow 8 MiB.
   */
  private static final int WINDOW_BITS = 19;

  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private final int level;
  private boolean ended;

  ZstdEncoder(int level) {
    this.level = level;
    configure();
  }

  private void configure() {
    context.setLevel(level).setWindowLog(WINDOW_BITS);
  }

  /** Says how long the body is, before its first octet. */
  void expect(long octets) {
    context.setPledgedSrcSize(octets);
  }

  @Override
  public boolean step(ByteBuffer in, ByteBuffer out, Next next) {
    if (!out.hasRemaining()) {
      return false;
    }
    return switch (next) {
      case MORE -> {
        while (in.hasRemaining() && out.hasRemaining()) {
          context.compressDirectByteBufferStream(out, in, EndDirective.CONTINUE);
        }
        yield !in.hasRemaining();
      }
      case FLUSH -> context.compressDirectByteBufferStream(out, in, EndDirective.FLUSH);
      case END -> {
        // To end what has ended would begin another frame.
        ended = ended || context.compressDirectByteBufferStream(out, in, EndDirective.END);
        yield ended;
      }
    };
  }

  @Override
  public boolean reset() {
    context.reset();
    ended = false;
    configure();
    return true;
  }

  @Override
  public void close() {
    context.close();
  }
}
