package io.weir.dsl.directive;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code timeout connect 2s, first-byte 15s}. */
final class TimeoutReader extends KeyedReader {
  private static final List<Setting<Duration>> OF_ROUTES =
      List.of(Setting.CONNECT, Setting.FIRST_BYTE, Setting.IDLE, Setting.BODY, Setting.TUNNEL);
  private static final List<Setting<Duration>> OF_CLIENTS =
      List.of(Setting.HEADER, Setting.KEEP_ALIVE);
  private static final List<Setting<Duration>> OF_THE_PROGRAM =
      List.of(Setting.DRAIN, Setting.DRAIN_TUNNELS);

  private final Map<String, Setting<Duration>> settings;

  private TimeoutReader(Map<String, Setting<Duration>> settings) {
    super("timeout", settings.keySet());
    this.settings = settings;
  }

  static TimeoutReader ofRoutes() {
    return new TimeoutReader(byKey(OF_ROUTES));
  }

  static TimeoutReader ofClients() {
    return new TimeoutReader(byKey(OF_CLIENTS));
  }

  static TimeoutReader ofFiles() {
    var all = new HashMap<>(byKey(OF_ROUTES));
    all.putAll(byKey(OF_CLIENTS));
    all.putAll(byKey(OF_THE_PROGRAM));
    return new TimeoutReader(all);
  }

  private static Map<String, Setting<Duration>> byKey(List<Setting<Duration>> settings) {
    return settings.stream()
        .collect(Collectors.toMap(s -> s.label().substring("timeout ".length()), s -> s));
  }

  @Override
  String label(String key) {
    if (byKey(OF_ROUTES).containsKey(key)) {
      return "belongs in: the file, policy, host, route";
    }
    if (byKey(OF_CLIENTS).containsKey(key)) {
      return "belongs in: the file, listen";
    }
    return byKey(OF_THE_PROGRAM).containsKey(key) ? "belongs in: the file" : super.label(key);
  }

  @Override
  void value(String key, Span at, Arguments arguments, Layer layer) {
    var duration = Typed.duration(arguments, "timeout");
    var setting = settings.get(key);
    if (setting != null) {
      layer.set(setting, duration, at, arguments);
    }
  }
}
