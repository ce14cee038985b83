package io.weir.main;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.Vertx;
import io.weir.dsl.model.Priority;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.OpenFiles;
import io.weir.proxy.listen.Descriptors;
import io.weir.proxy.listen.Entrance;
import io.weir.proxy.listen.Listeners;
import io.weir.proxy.metric.Labelled;
import io.weir.proxy.metric.Metrics;
import io.weir.proxy.overload.Shedder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Shows how listeners take connections in, and counts the descriptors that this depends on. */
final class Intakes {
  private static final long PERIOD_MILLIS = 1000;
  private static final int SELDOM = 10;

  private final Descriptors descriptors;
  private int turn;

  private Intakes(Descriptors descriptors) {
    this.descriptors = descriptors;
  }

  /** Starts. */
  static void watch(Listeners listeners, Metrics metrics, Vertx vertx) {
    var descriptors = listeners.descriptors();
    var intakes = new Intakes(descriptors);
    count(descriptors);
    // Read in now: once it is needed there may be no descriptor to read its class with.
    OpenFiles.areUsedUp(null);
    vertx.setPeriodic(PERIOD_MILLIS, _ -> intakes.tick(vertx));
    metrics.gauge("weir_client_room", "Clients that descriptors allow.", descriptors::room);
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_listener_connections",
        "Clients' connections now.",
        each(listeners, Entrance::open));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_listener_refused",
        "Connections reset: their client had too many.",
        each(listeners, Entrance::refused));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_listener_evicted",
        "Idle connections closed to make room.",
        each(listeners, Entrance::evicted));
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_listener_pauses",
        "Times that a loop stopped accepting.",
        () -> pauses(listeners));
  }

  /** Shows how late loops are, and what is refused because of that. */
  static void watch(Shedder shedder, List<Loop> loops, Metrics metrics) {
    metrics.labelled(
        Labelled.Kind.GAUGE,
        "weir_loop_lag_microseconds",
        "How late a loop comes to what is due.",
        () ->
            loops.stream()
                .map(loop ->
                    new Labelled(
                        List.of("loop", String.valueOf(loop.index())), loop.lag().nanos() / 1000))
                .toList());
    metrics.labelled(
        Labelled.Kind.COUNTER,
        "weir_shed",
        "Requests refused because there was too much to do.",
        () ->
            Arrays.stream(Priority.values())
                .map(priority ->
                    new Labelled(List.of("priority", priority.word()), shedder.refused(priority)))
                .toList());
  }

  private static Supplier<List<Labelled>> each(
      Listeners listeners, ToLongFunction<Entrance> value) {
    return () ->
        listeners.entrances().entrySet().stream()
            .map(one ->
                new Labelled(
                    List.of("listener", one.getKey().toString()),
                    value.applyAsLong(one.getValue())))
            .toList();
  }

  private static List<Labelled> pauses(Listeners listeners) {
    var all = new ArrayList<Labelled>();
    listeners
        .entrances()
        .forEach((at, place) -> {
          for (var reason : Entrance.Reason.values()) {
            var labels = List.of("listener", at.toString(), "reason", reason.label());
            all.add(new Labelled(labels, place.pauses(reason)));
          }
        });
    return all;
  }

  private void tick(Vertx vertx) {
    turn++;
    // Counting lists a folder with an entry for each, so it is done often only when it matters.
    if (turn % SELDOM == 0 || descriptors.areHalfUsed()) {
      vertx.executeBlocking(() -> {
        count(descriptors);
        return true;
      });
    }
  }

  private static void count(Descriptors descriptors) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      descriptors.counted(system.getOpenFileDescriptorCount(), system.getMaxFileDescriptorCount());
    }
  }
}
