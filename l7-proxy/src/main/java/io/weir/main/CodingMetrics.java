package io.weir.main;

import io.weir.proxy.compress.Coders;
import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import java.util.List;
import java.util.function.ToLongFunction;

/** Shows among the metrics what was compressed and decoded. */
final class CodingMetrics {
  private CodingMetrics() {}

  static void show(Metrics metrics, Coders coders) {
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_coding_in_bytes",
        "Octets of content before they were compressed or decoded.",
        () -> values(coders, Coders.Done::taken));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_coding_out_bytes",
        "Octets of content after they were compressed or decoded.",
        () -> values(coders, Coders.Done::made));
    metrics.gauge(
        "weir_coding_in_flight", "Replies being compressed or decoded now.", coders::lent);
  }

  private static List<Labelled> values(Coders coders, ToLongFunction<Coders.Done> value) {
    return coders.done().stream()
        .filter(done -> done.taken() > 0)
        .map(done ->
            new Labelled(
                List.of(
                    "coding",
                    done.coding().token(),
                    "work",
                    done.decodes() ? "decode" : "compress"),
                value.applyAsLong(done)))
        .toList();
  }
}
