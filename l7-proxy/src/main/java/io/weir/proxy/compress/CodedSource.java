package io.weir.proxy.compress;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.compress.Coder.Next;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Transcoding;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way through a coder: the sink of the body as it comes, and the source of the body
 * as it goes. Small ones are coded where they arrive, on the loop; of what is more a worker takes
 * one batch at a time, in order. What waits is bounded both ways: the source is paused while more
 * than {@link #WAITING_MOST} octets wait for the coder or the sink wants none, and the coder is not
 * run while the sink wants none. All calls happen on the loop.
 */
final class CodedSource implements BodySource, BodySink {
  private static final int WAITING_MOST = 128 << 10;
  private static final int WAITING_FEW = 64 << 10;

  /** What is made in one go, of a body that grows: it is offered to the sink before more is. */
  private static final int LOOP_PIECE = 64 << 10;

  private static final int WORKER_PIECE = 256 << 10;

  private static final int WORTH_A_PACKET = 16 << 10;

  /** So many octets outweigh the five that a flush costs. */
  private static final int WORTH_A_FLUSH = 16 << 10;

  /** How long a source may pause before what it sent so far goes on its way. */
  private static final long PAUSE_NANOS = 20_000_000L;

  private final Loop loop;
  private final BodySource source;
  private final Coders.Lent lent;
  private final Transcoding counts;
  private final Pace pace;
  private final Deadline pause = new Pause();

  private Batch batch = new Batch();
  private @Nullable BodySink sink;
  private @Nullable FieldLines trailers;
  private long sinceFlush;
  private boolean flushes;
  private boolean unfinished;
  private boolean pauseIsSet;
  private boolean unsent;
  private boolean offloaded;
  private boolean working;
  private boolean pumping;
  private boolean paused;
  private boolean sourcePaused;
  private boolean over;
  private boolean freed;

  /**
   * How a body is treated.
   *
   * @param decodes whether the coding is undone
   * @param flushesOften whether each part leaves at once
   * @param lengthKnown whether the body was announced with a length: then all of it is on its way
   * @param loopMost octets of plain content that are coded on the loop
   */
  record Pace(boolean decodes, boolean flushesOften, boolean lengthKnown, long loopMost) {}

  CodedSource(Loop loop, BodySource source, Coders.Lent lent, Pace pace) {
    this.loop = loop;
    this.source = source;
    this.lent = lent;
    this.counts = lent.counts();
    this.pace = pace;
  }

  @Override
  public void start(BodySink target) {
    sink = target;
    source.start(this);
  }

  @Override
  public void pause() {
    paused = true;
    adjust();
  }

  @Override
  public void resume() {
    paused = false;
    pump();
  }

  @Override
  public void cancel() {
    if (!over) {
      over = true;
      source.cancel();
      free();
    }
  }

  @Override
  public void data(ByteBuf part) {
    if (over) {
      part.release();
      return;
    }
    counts.take(part.readableBytes());
    sinceFlush += part.readableBytes();
    batch.add(part);
    pump();
  }

  @Override
  public void flush() {
    if (over) {
      return;
    }
    if (sinceFlush > 0) {
      if (leavesNow()) {
        flushes = true;
        pump();
      } else {
        setPause();
      }
    }
    flushSink();
  }

  @Override
  public void end(FieldLines fields) {
    if (!over) {
      trailers = fields;
      pump();
    }
  }

  @Override
  public void fail(ProxyFailure why) {
    if (!over) {
      over = true;
      var target = sink;
      free();
      if (target != null) {
        target.fail(why);
      }
    }
  }

  /** Once set it is not put off, or what comes in trickles would never leave. */
  private void setPause() {
    if (!pauseIsSet) {
      pauseIsSet = true;
      loop.deadlines().set(pause, System.nanoTime() + PAUSE_NANOS);
    }
  }

  /**
   * Whether what was given so far should leave. Of a body of unknown length nobody knows how long
   * the pause is; one whose length is known is being sent as fast as it can be.
   */
  private boolean leavesNow() {
    return pace.decodes
        || pace.flushesOften
        || (!pace.lengthKnown && (counts.made() == 0 || sinceFlush >= WORTH_A_FLUSH));
  }

  private void pump() {
    // The sink may pause, resume or cancel from within data().
    if (pumping) {
      return;
    }
    pumping = true;
    while (!over && !paused && !working && hasWork()) {
      offloaded |= plainOctets() > pace.loopMost;
      if (offloaded) {
        offload();
      } else {
        work();
      }
    }
    pumping = false;
    adjust();
  }

  private boolean hasWork() {
    return batch.waiting() > 0 || unfinished || flushes || trailers != null;
  }

  private long plainOctets() {
    return pace.decodes ? counts.made() : counts.taken();
  }

  private Next next() {
    return trailers != null ? Next.END : flushes ? Next.FLUSH : Next.MORE;
  }

  private void work() {
    var next = next();
    try {
      boolean done = batch.run(lent.coder(), next, LOOP_PIECE);
      flushes = false;
      if (!done || next != Next.MORE || batch.size() >= WORTH_A_PACKET) {
        deliver(batch);
      }
      ran(next, done);
    } catch (CodingException broken) {
      brokenOff(garbage(broken));
    } catch (RuntimeException defect) {
      brokenOff(ProxyFailure.of(defect));
    }
  }

  /** Notes how far a batch has come. */
  private void ran(Next next, boolean done) {
    unfinished = !done;
    if (over) {
      return;
    }
    switch (next) {
      case MORE -> {}
      case FLUSH -> {
        flushes |= !done;
        sinceFlush = done ? batch.waiting() : sinceFlush;
        flushSink();
      }
      case END -> {
        if (done) {
          finish();
        }
      }
    }
  }

  private static ProxyFailure garbage(CodingException broken) {
    return new ProxyFailure(Cause.UPSTREAM_GARBAGE, String.valueOf(broken.getMessage()));
  }

  private void deliver(Batch ran) {
    var target = sink;
    for (var part : ran.takeMade()) {
      if (over || target == null) {
        part.release();
      } else {
        counts.make(part.readableBytes());
        unsent = true;
        target.data(part);
      }
    }
  }

  private void finish() {
    var target = sink;
    var fields = trailers;
    over = true;
    free();
    if (target != null && fields != null) {
      target.end(fields);
    }
  }

  private void brokenOff(ProxyFailure why) {
    source.cancel();
    fail(why);
  }

  private void flushSink() {
    var target = sink;
    if (unsent && target != null && !over) {
      unsent = false;
      target.flush();
    }
  }

  private void offload() {
    working = true;
    var task = batch;
    var next = next();
    batch = new Batch();
    flushes = false;
    Workers.PROCESS.execute(() -> run(task, next));
  }

  /** On a worker. */
  private void run(Batch task, Next next) {
    boolean done = false;
    ProxyFailure failure = null;
    try {
      done = task.run(lent.coder(), next, WORKER_PIECE);
    } catch (CodingException broken) {
      failure = garbage(broken);
    } catch (RuntimeException | Error defect) {
      failure = ProxyFailure.of(defect);
    }
    boolean isDone = done;
    var found = failure;
    try {
      loop.execute(() -> arrived(task, next, isDone, found));
    } catch (RejectedExecutionException stopped) {
      // The process ends; what is native goes with it.
      task.release();
    }
  }

  private void arrived(Batch task, Next next, boolean done, @Nullable ProxyFailure failure) {
    working = false;
    if (over) {
      task.release();
      free();
      return;
    }
    if (failure != null) {
      task.release();
      brokenOff(failure);
      return;
    }
    deliver(task);
    batch.prepend(task);
    ran(next, done);
    flushSink();
    pump();
  }

  /** Has the source send or stop, as what waits demands. */
  private void adjust() {
    if (over || trailers != null) {
      return;
    }
    boolean wants = !paused && batch.waiting() < (sourcePaused ? WAITING_FEW : WAITING_MOST);
    if (wants == sourcePaused) {
      sourcePaused = !wants;
      if (wants) {
        source.resume();
      } else {
        source.pause();
      }
    }
  }

  private void free() {
    // A worker that codes still needs the coder; it comes by here again.
    if (!working && !freed) {
      freed = true;
      loop.deadlines().remove(pause);
      batch.release();
      lent.giveBack();
    }
  }

  private final class Pause extends Deadline {
    @Override
    protected void expired(long now) {
      pauseIsSet = false;
      if (!over && sinceFlush > 0) {
        flushes = true;
        pump();
        flushSink();
      }
    }
  }
}
