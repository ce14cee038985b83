package io.weir.proxy.exchange;

import io.netty.buffer.ByteBuf;
import java.nio.channels.FileChannel;

/** The content of a reply. Whoever holds one either sends it or calls {@link #discard}. */
public sealed interface Body {
  /** No content. */
  Body EMPTY = new Empty();

  /** Octets, {@link Framing#CHUNKED} if not known beforehand. */
  long length();

  /** Gives it up unsent. */
  void discard();

  /** No content. */
  record Empty() implements Body {
    @Override
    public long length() {
      return 0;
    }

    @Override
    public void discard() {}
  }

  /** Content that is in memory already; the reply owns one count of the buffer. */
  record Whole(ByteBuf content) implements Body {
    @Override
    public long length() {
      return content.readableBytes();
    }

    @Override
    public void discard() {
      content.release();
    }
  }

  /**
   * A stretch of an open file, sent without a copy.
   *
   * @param done called once, sent or not, when the file is no longer needed
   */
  record FileSpan(FileChannel file, long position, long length, Runnable done) implements Body {
    @Override
    public void discard() {
      done.run();
    }
  }

  /**
   * Content that arrives over time.
   *
   * @param flushesOften whether each part should leave at once (event streams)
   */
  record Stream(BodySource source, long length, boolean flushesOften) implements Body {
    @Override
    public void discard() {
      source.cancel();
    }
  }

  /**
   * Both directions of an upgraded connection, as the upstream's end of it; goes with status 101.
   *
   * @param fromUpstream octets for the client
   * @param toUpstream takes the client's octets; {@link BodySink#end} closes that half
   */
  record Tunnel(BodySource fromUpstream, BodySink toUpstream) implements Body {
    @Override
    public long length() {
      return Framing.UNTIL_CLOSE;
    }

    @Override
    public void discard() {
      fromUpstream.cancel();
    }
  }
}
