package io.weir.main;

import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the event loops, within a bound: who says to stop at once does not wait for a defect. */
final class Ending {
  /** Seconds. Well above what loops take that do their work; the process ends without them then. */
  private static final long PATIENCE = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private Ending() {}

  /** Returns when the loops have ended, or when they have not for too long, which is logged. */
  static void of(Vertx vertx) {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      LOG.warn("found event loops that had not ended after {} s; going on without them", PATIENCE);
    } catch (ExecutionException failed) {
      LOG.warn("found event loops that could not be ended", failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
