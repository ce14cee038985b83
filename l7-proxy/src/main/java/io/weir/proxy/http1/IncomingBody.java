package io.weir.proxy.http1;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message as it arrives on a connection, of either side: finds its end and hands
 * its octets, large parts without a copy, to whoever started it. Until then, and while paused, the
 * connection keeps the octets. Lives on its connection's loop.
 */
public abstract class IncomingBody implements BodySource {
  /** The length of a body that has no frame at all: half a tunnel. */
  public static final long RAW = -3;

  /**
   * Chunks smaller than this are copied together as far as one read has them: each part that is
   * handed on costs some microseconds, and a client can send ten thousand parts in a packet.
   */
  private static final int GATHERED_BELOW = 1024;

  private final @Nullable ChunkDecoder chunks;
  private final long length;
  private long remaining;
  private long received;
  private @Nullable BodySink sink;
  private @Nullable ByteBuf gathered;
  private boolean paused;
  private boolean discards;
  private boolean done;
  private @Nullable ProxyFailure failure;

  /**
   * @param length octets, {@link Framing#CHUNKED}, {@link Framing#UNTIL_CLOSE} or {@link #RAW}
   * @param onError what a broken frame is
   */
  protected IncomingBody(long length, Cause onError) {
    this.chunks = length == Framing.CHUNKED ? new ChunkDecoder(onError) : null;
    this.length = length;
    this.remaining = length >= 0 ? length : Long.MAX_VALUE;
  }

  /** Somebody takes the body now. */
  protected abstract void started();

  /** Reading was asked to stop for a while. */
  protected abstract void stopped();

  /** Reading may go on. */
  protected abstract void resumed();

  /** So many octets of content are about to be handed on; may throw to refuse them. */
  protected abstract void receives(int octets);

  /**
   * The body is whole; called before the sink hears of it.
   *
   * @param moreFollows whether octets stand behind it already
   */
  protected abstract void ended(boolean moreFollows);

  @Override
  public final void start(BodySink target) {
    if (discards) {
      return;
    }
    if (failure != null) {
      target.fail(failure);
      return;
    }
    sink = target;
    if (done) {
      target.end(FieldLines.NONE);
    } else {
      started();
    }
  }

  @Override
  public final void pause() {
    paused = true;
    stopped();
  }

  @Override
  public final void resume() {
    if (paused) {
      paused = false;
      resumed();
    }
  }

  @Override
  public void cancel() {
    sink = null;
    discards = true;
    paused = false;
  }

  /** Whether this is half a tunnel. */
  public final boolean isRaw() {
    return length == RAW;
  }

  /** Whether only the end of the connection ends it. */
  public final boolean endsWithConnection() {
    return length == RAW || length == Framing.UNTIL_CLOSE;
  }

  /** Whether the whole of it was received. */
  public final boolean isDone() {
    return done;
  }

  public final boolean isPaused() {
    return paused;
  }

  public final boolean isStarted() {
    return sink != null;
  }

  /** Whether {@link #feed} would take octets now. */
  public final boolean takes() {
    return !done && !paused && (sink != null || discards && !isRaw());
  }

  /** Octets received so far. */
  public final long received() {
    return received;
  }

  /** Octets still to come; {@link Long#MAX_VALUE} if that is not known. */
  public final long remaining() {
    return done ? 0 : remaining;
  }

  /**
   * Takes the buffer, uses what is of this body, and returns the rest, or null if none is left.
   *
   * @throws ProxyFailure if the frame is broken; the buffer has been released
   */
  public final @Nullable ByteBuf feed(ByteBuf in) {
    boolean ours = true;
    try {
      while (!paused && !done) {
        int octets = nextOrFail(in);
        if (done) {
          ours = !in.isReadable();
          return ours ? null : in;
        }
        if (octets == 0) {
          flush();
          return null;
        }
        received += octets;
        if (octets < GATHERED_BELOW && chunks != null) {
          gather(in, octets);
          continue;
        }
        deliverGathered();
        if (octets == in.readableBytes()) {
          ours = false;
          deliver(in);
          if (remaining == 0) {
            end(FieldLines.NONE, false);
          } else {
            flush();
          }
          return null;
        }
        deliver(in.readRetainedSlice(octets));
        if (remaining == 0) {
          end(FieldLines.NONE, true);
        }
      }
      flush();
      ours = !in.isReadable();
      return ours ? null : in;
    } finally {
      if (ours) {
        in.release();
      }
    }
  }

  /** The connection has no more octets: the end of a body that ends so. */
  public final void endOfInput() {
    if (!done) {
      end(FieldLines.NONE, false);
    }
  }

  /** The body will not be whole. */
  public final void fail(ProxyFailure why) {
    if (done) {
      return;
    }
    done = true;
    failure = why;
    var target = sink;
    sink = null;
    if (target != null) {
      target.fail(why);
    }
  }

  /** As {@link #next}; what stands before a mistake is handed on before the mistake is told. */
  private int nextOrFail(ByteBuf in) {
    try {
      int octets = next(in);
      if (octets > 0) {
        receives(octets);
      }
      return octets;
    } catch (ProxyFailure mistake) {
      deliverGathered();
      throw mistake;
    }
  }

  private void gather(ByteBuf in, int octets) {
    var all = gathered;
    if (all == null) {
      all = in.alloc().ioBuffer(in.readableBytes());
      gathered = all;
    }
    all.writeBytes(in, octets);
  }

  private void deliverGathered() {
    var all = gathered;
    if (all != null) {
      gathered = null;
      deliver(all);
    }
  }

  /** Octets of content that stand at the reader index; 0: none yet, or the end has come. */
  private int next(ByteBuf in) {
    if (chunks == null) {
      int octets = (int) Math.min(in.readableBytes(), remaining);
      if (length >= 0) {
        remaining -= octets;
      }
      return octets;
    }
    int found = chunks.next(in);
    if (found == ChunkDecoder.END) {
      end(chunks.trailers(), in.isReadable());
      return 0;
    }
    return found == ChunkDecoder.MORE ? 0 : chunks.dataLength();
  }

  private void end(FieldLines trailers, boolean moreFollows) {
    deliverGathered();
    if (done) {
      // Whoever took that has given the body up.
      return;
    }
    done = true;
    var target = sink;
    ended(moreFollows);
    if (target != null) {
      target.end(trailers);
    }
  }

  private void deliver(ByteBuf part) {
    var target = sink;
    if (target == null) {
      part.release();
    } else {
      target.data(part);
    }
  }

  private void flush() {
    deliverGathered();
    var target = sink;
    if (target != null && !done) {
      target.flush();
    }
  }
}
