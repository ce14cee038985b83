package io.weir.main;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Ends the process if two signals have told it to stop and it still runs some time later: whatever
 * the thread that takes signals waits for, and a disk or a file can keep it waiting for ever. Any
 * thread.
 */
final class LastResort implements Consumer<Signals> {
  /** More than an ordinary stop takes behind its second signal. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Duration patience;
  private final Runnable end;
  private final AtomicInteger stops = new AtomicInteger();
  private final AtomicBoolean isUnderWay = new AtomicBoolean();

  /**
   * @param end ends the process without waiting for anything
   */
  LastResort(Duration patience, Runnable end) {
    this.patience = patience;
    this.end = end;
  }

  /** One that ends this process, with 1. */
  static LastResort ofThisProcess() {
    return new LastResort(
        PATIENCE,
        () -> {
          System.err.println("weir: something did not end after a second signal; ended by force");
          Runtime.getRuntime().halt(1);
        });
  }

  @Override
  public void accept(Signals signal) {
    switch (signal) {
      case TERM, INT -> {
        if (stops.incrementAndGet() > 1 && isUnderWay.compareAndSet(false, true)) {
          Thread.ofPlatform().daemon().name("weir-last-resort").start(this::await);
        }
      }
      case HUP, USR1 -> {}
    }
  }

  private void await() {
    try {
      Thread.sleep(patience);
    } catch (InterruptedException _) {
      // Nobody interrupts it; if somebody does, it is to end sooner.
    }
    end.run();
  }
}
