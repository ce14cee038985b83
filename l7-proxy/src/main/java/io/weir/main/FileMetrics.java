package io.weir.main;

import io.weir.proxy.auth.AuthStore;
import io.weir.proxy.config.ClientFiles;
import io.weir.proxy.metric.Metrics;

/** Shows among the metrics what became of files that changed. */
final class FileMetrics {
  private FileMetrics() {}

  static void show(Metrics metrics, ClientFiles clients, AuthStore auth) {
    metrics.counter(
        "weir_file_errors",
        "Changed files that could not be used.",
        () -> clients.failures() + auth.failures());
  }
}
