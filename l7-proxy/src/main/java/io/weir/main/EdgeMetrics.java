package io.weir.main;

import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.accept.Door;
import io.weir.lvs.edge.accept.Enrolment;
import io.weir.lvs.edge.accept.Standing;
import io.weir.lvs.table.AddressText;
import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows among the metrics who is registered with whom. */
final class EdgeMetrics {
  private EdgeMetrics() {}

  static void show(Metrics metrics, Wiring wiring) {
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_edge_state",
        "1 for the state that a registered edge is in, 0 for the others.",
        () -> states(enrolments(wiring)));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_edge_weight",
        "Weights that registered edges ask for.",
        () -> weights(wiring));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_edge_streams_refused",
        "Streams of edges that were not let in, or ended, by reason.",
        () -> refusals(wiring.edges().map(Door::refusals).orElse(Map.of())));
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_edge_registered",
        "1 for a director that this edge is registered with, 0 for one that it is not.",
        () -> directors(wiring));
  }

  private static List<Enrolment> enrolments(Wiring wiring) {
    return wiring
        .edges()
        .map(door -> List.copyOf(door.book().enrolments().values()))
        .orElse(List.of());
  }

  private static List<Labelled> states(List<Enrolment> edges) {
    var all = new ArrayList<Labelled>();
    for (var edge : edges) {
      for (var standing : Standing.values()) {
        all.add(
            new Labelled(
                List.of("edge", edge.name(), "state", standing.word()),
                standing == edge.standing() ? 1 : 0));
      }
    }
    return all;
  }

  private static List<Labelled> weights(Wiring wiring) {
    var all = new ArrayList<Labelled>();
    for (var member : wiring.edges().map(door -> door.book().members()).orElse(List.of())) {
      var offer = member.offer();
      var labels =
          List.of(
              "edge",
              member.edge(),
              "service",
              offer.of().toString(),
              "server",
              offer.server().key().toString());
      all.add(new Labelled(labels, offer.server().weight()));
    }
    return all;
  }

  private static List<Labelled> refusals(Map<Refusal, Long> refusals) {
    var all = new ArrayList<Labelled>();
    refusals.forEach((why, count) -> all.add(new Labelled(List.of("reason", why.label()), count)));
    return all;
  }

  private static List<Labelled> directors(Wiring wiring) {
    return wiring.directors().stream()
        .map(link -> {
          var at = link.duty().at();
          return new Labelled(
              List.of("director", AddressText.of(at.getAddress(), at.getPort())),
              link.isUp() ? 1 : 0);
        })
        .toList();
  }
}
