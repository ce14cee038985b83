package io.weir.main;

import io.vertx.core.Future;
import io.weir.proxy.admin.WeightControl;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this Weir weigh what the admin port is told. */
final class WeightDesk implements WeightControl {
  private static final Logger LOG = LoggerFactory.getLogger(WeightDesk.class);
  private static final long PATIENCE_MILLIS = 1000;

  private final Wiring wiring;
  private final ProxyServer proxy;

  WeightDesk(Wiring wiring, ProxyServer proxy) {
    this.wiring = wiring;
    this.proxy = proxy;
  }

  @Override
  public int percent() {
    return wiring.own().percent();
  }

  @Override
  public Future<Void> fix(OptionalInt percent) {
    LOG.info(
        "the weight {}, by way of the admin port",
        percent.isPresent() ? "is " + percent.getAsInt() + "%" : "follows the load");
    // What registrations weigh is behind a lock, so it is asked for elsewhere.
    var done =
        CompletableFuture.supplyAsync(
                () -> wiring.operate(percent), task -> Thread.ofVirtual().start(task))
            .thenCompose(weighed -> weighed)
            .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            // The kernel takes its time, or refuses; whoever keeps the table tells, and goes on.
            .exceptionally(_ -> null);
    return Future.fromCompletionStage(done, proxy.vertx().getOrCreateContext()).mapEmpty();
  }
}
