package io.weir.proxy.metric;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The metrics as Prometheus reads them: Weir's own, and those of the JVM and the process by way of
 * Micrometer. Making one and scraping take milliseconds, so neither belongs on a loop.
 */
public final class Exposition implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  /**
   * @param version Weir's, for {@code weir_build_info}
   */
  public Exposition(Metrics metrics, String version) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
    var families = new Families(metrics, version);
    MultiCollector collector = families::collect;
    registry.getPrometheusRegistry().register(collector);
  }

  /** All metrics as they are now, in the text format that the media type names. */
  public byte[] scrape(String mediaType) {
    var octets = new ByteArrayOutputStream(16 * 1024);
    try {
      registry.scrape(octets, mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
