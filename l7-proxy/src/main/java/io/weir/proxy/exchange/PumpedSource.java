package io.weir.proxy.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A source that gives its sink one part after the other, as long as the sink takes them. Belongs to
 * one loop.
 */
public abstract class PumpedSource implements BodySource {
  private @Nullable BodySink sink;
  private boolean paused;
  private boolean pumping;
  private boolean over;

  /**
   * Gives the sink its next part, or {@link #end ends} and tells it so.
   *
   * @return false if there is nothing now; {@link #pump} goes on once there is
   */
  protected abstract boolean step(BodySink to);

  /** Gives back what the parts were made of; called once, by {@link #end}. */
  protected abstract void free();

  /** Called behind parts that were given in one go, if the end was not among them. */
  protected void gave(BodySink to) {}

  @Override
  public final void start(BodySink to) {
    sink = to;
    pump();
  }

  @Override
  public final void pause() {
    paused = true;
  }

  @Override
  public final void resume() {
    paused = false;
    pump();
  }

  @Override
  public final void cancel() {
    end();
  }

  /** Gives what there is. */
  protected final void pump() {
    var to = sink;
    // The sink may pause, resume or cancel from within data().
    if (to == null || pumping) {
      return;
    }
    pumping = true;
    boolean gave = false;
    while (!paused && !over && step(to)) {
      gave = true;
    }
    pumping = false;
    if (gave && !over) {
      gave(to);
    }
  }

  /** Nothing more is given, whoever wants it so. */
  protected final void end() {
    if (!over) {
      over = true;
      free();
    }
  }

  protected final boolean isOver() {
    return over;
  }
}
