package io.weir.main;

import io.weir.proxy.metric.Exposition;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a proxy's metrics say, for tests in other packages. */
public final class Gauges {
  private static final List<String> LEVELS =
      List.of(
          "weir_requests_in_flight",
          "weir_upstream_requests_in_flight",
          "weir_coding_in_flight",
          "weir_connections{",
          "weir_listener_connections{");

  private Gauges() {}

  /** The value on the line that begins so, or 0 if there is none. */
  public static long read(ProxyServer server, String line) {
    return lines(server).stream()
        .filter(one -> one.startsWith(line))
        .mapToLong(one -> (long) Double.parseDouble(one.substring(one.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The lines of what should be nothing when nothing goes on, and is not. */
  public static List<String> levels(ProxyServer server) {
    return lines(server).stream()
        .filter(line -> LEVELS.stream().anyMatch(line::startsWith))
        .filter(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) != 0)
        .toList();
  }

  private static List<String> lines(ProxyServer server) {
    try (var exposition = new Exposition(server.metrics(), "test")) {
      return new String(exposition.scrape("text/plain"), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
