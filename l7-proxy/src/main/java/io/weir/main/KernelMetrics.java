package io.weir.main;

import io.weir.lvs.probe.Marks;
import io.weir.lvs.table.TableState;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Shows among the metrics what the kernel's table says, as it was last seen. */
final class KernelMetrics {
  private KernelMetrics() {}

  static void show(Metrics metrics, KernelPart kernel) {
    gauge(metrics, kernel, "weight", "Weights of real servers.", it -> it.server().weight());
    gauge(metrics, kernel, "active", "Connections that are established.", ServerState::active);
    gauge(metrics, kernel, "inactive", "Other connections remembered.", ServerState::inactive);
    counter(
        metrics, kernel, "connections", "Connections given.", it -> it.counters().connections());
    counter(metrics, kernel, "in_packets", "Packets passed on.", it -> it.counters().inPackets());
    counter(metrics, kernel, "in_bytes", "Octets passed on.", it -> it.counters().inBytes());
    counter(metrics, kernel, "out_packets", "Packets seen back.", it -> it.counters().outPackets());
    counter(metrics, kernel, "out_bytes", "Octets seen back.", it -> it.counters().outBytes());
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_ipvs_quorum",
        "Whether the live servers of a service weigh enough.",
        () ->
            kernel.quorums().entrySet().stream()
                .map(one ->
                    new Labelled(
                        List.of("service", one.getKey().toString()), one.getValue() ? 1 : 0))
                .toList());
  }

  private static void gauge(
      Metrics metrics,
      KernelPart kernel,
      String name,
      String help,
      ToLongFunction<ServerState> value) {
    metrics.labelled(Labelled.Kind.GAUGE, "weir_ipvs_" + name, help, () -> each(kernel, value));
  }

  private static void counter(
      Metrics metrics,
      KernelPart kernel,
      String name,
      String help,
      ToLongFunction<ServerState> value) {
    metrics.labelled(Labelled.Kind.COUNTER, "weir_ipvs_" + name, help, () -> each(kernel, value));
  }

  private static List<Labelled> each(KernelPart kernel, ToLongFunction<ServerState> value) {
    var all = new ArrayList<Labelled>();
    for (var service : kernel.seen().orElse(TableState.EMPTY).services()) {
      if (Marks.isOwn(service.service().key())) {
        // Of no interest to anybody: nothing but probes goes through them.
        continue;
      }
      for (var server : service.servers()) {
        var labels =
            List.of(
                "service", service.service().key().toString(),
                "server", server.server().key().toString());
        all.add(new Labelled(labels, value.applyAsLong(server)));
      }
    }
    return all;
  }
}
