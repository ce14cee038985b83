package io.weir.proxy.admin;

/** Makes the metrics' text. Called on a worker thread, so it may take its time. */
@FunctionalInterface
public interface MetricsSource {
  /**
   * All metrics as they are now.
   *
   * @param mediaType Prometheus's text format or OpenMetrics, with parameters
   */
  byte[] scrape(String mediaType);
}
