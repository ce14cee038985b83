package io.weir.proxy.metric;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.metric.Metrics.Row;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Weir's own metrics in Prometheus's model, read from the counters at each scrape. */
final class Families {
  private final Metrics metrics;
  private final String version;

  Families(Metrics metrics, String version) {
    this.metrics = metrics;
    this.version = version;
  }

  MetricSnapshots collect() {
    var all = MetricSnapshots.builder();
    addRoutes(all, metrics.routeRows());
    addServers(all, metrics.serverRows());
    addOwn(all, metrics.own());
    for (var reading : metrics.readings()) {
      all.metricSnapshot(
          switch (reading.kind()) {
            case COUNTER -> {
              var counter = CounterSnapshot.builder().name(reading.name()).help(reading.help());
              yield counter.dataPoint(count(Labels.EMPTY, reading.value().getAsLong())).build();
            }
            case GAUGE -> {
              var gauge = GaugeSnapshot.builder().name(reading.name()).help(reading.help());
              yield gauge.dataPoint(level(Labels.EMPTY, reading.value().getAsLong())).build();
            }
          });
    }
    metrics.families().forEach(family -> addLabelled(all, family));
    return all.metricSnapshot(build()).build();
  }

  private static void addLabelled(MetricSnapshots.Builder all, Metrics.LabelledFamily family) {
    var values = family.values().get();
    if (values.isEmpty()) {
      return;
    }
    switch (family.kind()) {
      case COUNTER -> {
        var counter = CounterSnapshot.builder().name(family.name()).help(family.help());
        values.forEach(one -> counter.dataPoint(count(labels(one), one.value())));
        all.metricSnapshot(counter.build());
      }
      case GAUGE -> {
        var gauge = GaugeSnapshot.builder().name(family.name()).help(family.help());
        values.forEach(one -> gauge.dataPoint(level(labels(one), one.value())));
        all.metricSnapshot(gauge.build());
      }
    }
  }

  private static Labels labels(Labelled one) {
    return Labels.of(one.labels().toArray(String[]::new));
  }

  private static void addRoutes(MetricSnapshots.Builder all, List<Row<String>> rows) {
    var requests =
        CounterSnapshot.builder().name("weir_requests").help("Requests, by class of status.");
    for (var row : rows) {
      for (int i = 0; i < RouteRow.STATUS.length; i++) {
        if (row.counts()[i] > 0) {
          var labels = Labels.of("route", row.key(), "status", RouteRow.STATUS[i]);
          requests.dataPoint(count(labels, row.counts()[i]));
        }
      }
    }
    all.metricSnapshot(requests.build());
    Function<String, Labels> labels = name -> Labels.of("route", name);
    var seconds =
        HistogramSnapshot.builder()
            .name("weir_request_seconds")
            .help("First octet of the request read to last octet of the reply written.");
    histogram(seconds, rows, labels, RouteRow.DURATION);
    all.metricSnapshot(seconds.build());
    all.metricSnapshot(
        counter(
            "weir_received_bytes", "Octets of request content.", rows, labels, RouteRow.RECEIVED));
    all.metricSnapshot(
        counter("weir_sent_bytes", "Octets of reply content.", rows, labels, RouteRow.SENT));
    all.metricSnapshot(
        counter("weir_retries", "Attempts after the first.", rows, labels, RouteRow.RETRIES));
  }

  private static void addServers(MetricSnapshots.Builder all, List<Row<Server>> rows) {
    Function<Server, Labels> labels =
        server -> Labels.of("pool", server.pool(), "endpoint", server.endpoint());
    var requests =
        CounterSnapshot.builder().name("weir_upstream_requests").help("Attempts, by outcome.");
    var inFlight =
        GaugeSnapshot.builder().name("weir_upstream_requests_in_flight").help("Attempts now.");
    var connections =
        GaugeSnapshot.builder().name("weir_upstream_connections").help("Connections now.");
    for (var row : rows) {
      var counts = row.counts();
      var name = labels.apply(row.key());
      for (int i = 0; i < ServerRow.OUTCOMES.size(); i++) {
        if (counts[i] > 0) {
          requests.dataPoint(count(name.add("outcome", ServerRow.OUTCOMES.get(i)), counts[i]));
        }
      }
      inFlight.dataPoint(level(name, counts[ServerRow.STARTED] - counts[ServerRow.ENDED]));
      connections.dataPoint(level(name, counts[ServerRow.OPENED] - counts[ServerRow.CLOSED]));
    }
    all.metricSnapshot(requests.build());
    all.metricSnapshot(inFlight.build());
    all.metricSnapshot(connections.build());
    all.metricSnapshot(
        counter(
            "weir_upstream_reuses",
            "Requests on kept connections.",
            rows,
            labels,
            ServerRow.REUSED));
    all.metricSnapshot(
        counter(
            "weir_upstream_connect_failures",
            "Connections that did not come about.",
            rows,
            labels,
            ServerRow.CONNECT_FAILED));
    var connect =
        HistogramSnapshot.builder().name("weir_upstream_connect_seconds").help("Connecting.");
    histogram(connect, rows, labels, ServerRow.CONNECT);
    all.metricSnapshot(connect.build());
    var firstByte =
        HistogramSnapshot.builder()
            .name("weir_upstream_first_byte_seconds")
            .help("Request handed over to first octet of the response.");
    histogram(firstByte, rows, labels, ServerRow.FIRST_BYTE);
    all.metricSnapshot(firstByte.build());
  }

  private static void addOwn(MetricSnapshots.Builder all, long[] counts) {
    var inFlight = GaugeSnapshot.builder().name("weir_requests_in_flight").help("Requests now.");
    inFlight.dataPoint(level(Labels.EMPTY, counts[LoopRow.STARTED] - counts[LoopRow.ENDED]));
    all.metricSnapshot(inFlight.build());
    var accepted =
        CounterSnapshot.builder().name("weir_connections_accepted").help("Clients' connections.");
    accepted.dataPoint(count(Labels.EMPTY, counts[LoopRow.ACCEPTED]));
    all.metricSnapshot(accepted.build());
    var connections = GaugeSnapshot.builder().name("weir_connections").help("Connections now.");
    for (var state : ConnectionState.values()) {
      connections.dataPoint(
          level(Labels.of("state", state.label()), counts[LoopRow.connection(state)]));
    }
    all.metricSnapshot(connections.build());
    var failures =
        CounterSnapshot.builder().name("weir_failures").help("Requests that did not end well.");
    for (var cause : Cause.values()) {
      var labels = Labels.of("cause", cause.code(), "fault", cause.fault().text());
      failures.dataPoint(count(labels, counts[LoopRow.cause(cause)]));
    }
    all.metricSnapshot(failures.build());
    var responses = CounterSnapshot.builder().name("weir_responses").help("Replies, by status.");
    for (int code = 1; code < LoopRow.STATUS_COUNT; code++) {
      if (counts[code] > 0) {
        responses.dataPoint(count(Labels.of("code", Integer.toString(code)), counts[code]));
      }
    }
    all.metricSnapshot(responses.build());
  }

  private InfoSnapshot build() {
    var labels = Labels.of("version", version, "java", Runtime.version().toString());
    return InfoSnapshot.builder()
        .name("weir_build")
        .help("What runs.")
        .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
        .build();
  }

  private static <K> CounterSnapshot counter(
      String name, String help, List<Row<K>> rows, Function<K, Labels> labels, int column) {
    var counter = CounterSnapshot.builder().name(name).help(help);
    for (var row : rows) {
      counter.dataPoint(count(labels.apply(row.key()), row.counts()[column]));
    }
    return counter.build();
  }

  /** Adds the histogram that starts in the column; its sum in nanoseconds is in the one behind. */
  private static <K> void histogram(
      HistogramSnapshot.Builder histogram,
      List<Row<K>> rows,
      Function<K, Labels> labels,
      int column) {
    for (var row : rows) {
      var buckets = Arrays.copyOfRange(row.counts(), column, column + Buckets.COUNT);
      if (Arrays.stream(buckets).sum() > 0) {
        histogram.dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(Buckets.SECONDS, buckets))
                .sum(row.counts()[column + Buckets.COUNT] / 1e9)
                .labels(labels.apply(row.key()))
                .build());
      }
    }
  }

  private static CounterDataPointSnapshot count(Labels labels, long value) {
    return CounterDataPointSnapshot.builder()
        .labels(labels)
        .value((double) Math.max(0, value))
        .build();
  }

  private static GaugeDataPointSnapshot level(Labels labels, long value) {
    return GaugeDataPointSnapshot.builder()
        .labels(labels)
        .value((double) Math.max(0, value))
        .build();
  }
}
