package io.weir.main;

import io.weir.dsl.model.WeirConfig;
import io.weir.proxy.config.Unavailable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What a service has to do with the kernel beside its sockets: the one place that the proxy and the
 * kernel's modules meet. Methods may be called by any thread but an event loop.
 */
final class Wiring implements AutoCloseable {
  /** An address that moves here is announced after this at the latest. */
  private static final long PATIENCE_MILLIS = 100;

  private final KernelPart kernel;

  Wiring(ProxyServer proxy) {
    this.kernel = new KernelPart(proxy::lagNanos);
    KernelMetrics.show(proxy.metrics(), kernel);
  }

  /**
   * Finds out whether the kernel can do what the configuration wants of it; changes nothing.
   *
   * @throws Unavailable if not
   */
  void check(WeirConfig next) throws Unavailable {
    KernelPart.check(next);
  }

  /** Has the kernel do what the configuration says, now that Weir listens where it says. */
  void inForce(WeirConfig config) {
    kernel.inForce(config);
  }

  /** Whether another machine directs; returns when the kernel knows, or soon. */
  void standBy(boolean isStandingBy) {
    try {
      kernel.standBy(isStandingBy).orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException _) {
      // It takes its time, or was refused: whoever keeps the table tells, and goes on trying.
    }
  }

  /** Sees to it that no new connections are sent here, before Weir stops to accept them. */
  void leave() {
    kernel.leave();
  }

  /** Leaves the kernel as it is to be without Weir. */
  @Override
  public void close() {
    kernel.close();
  }
}
