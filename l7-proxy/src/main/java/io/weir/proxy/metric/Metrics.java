package io.weir.proxy.metric;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * All counters of the process. They outlive configurations: a route or server that a new one names
 * like the old one goes on counting.
 */
public final class Metrics {
  /** The number of whatever has none of its own, because there are too many; {@code _other}. */
  public static final int OTHER = 0;

  /** The number of requests that no route matched; {@code _none}. */
  public static final int NO_ROUTE = 1;

  /** How many routes, and how many servers, are counted apart. */
  public static final int LIMIT = 1000;

  private final List<LoopMetrics> loops;
  private final Slots<String> routes;
  private final Slots<Server> servers;
  private volatile Map<String, Map<String, Integer>> serverNumbers = Map.of();
  private final ConcurrentMap<String, Reading> readings = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LabelledFamily> families = new ConcurrentHashMap<>();

  /** Numbers of one name. */
  record LabelledFamily(
      Labelled.Kind kind, String name, String help, Supplier<List<Labelled>> values) {}

  public Metrics(int loopCount) {
    this(loopCount, LIMIT);
  }

  Metrics(int loopCount, int limit) {
    this.loops = IntStream.range(0, loopCount).mapToObj(_ -> new LoopMetrics()).toList();
    this.routes = new Slots<>(limit, List.of("_other", "_none"));
    this.servers = new Slots<>(limit, List.of(new Server("_other", "_other")));
  }

  /** The counters of a loop, by its index. */
  public LoopMetrics loop(int index) {
    return loops.get(index);
  }

  /**
   * The numbers of a new configuration's routes. To be called when nothing can refuse the
   * configuration any more, by one thread at a time.
   */
  public int[] routes(List<String> names) {
    return routes.assign(names, i -> counted(i, RouteRow.WIDTH, LoopMetrics::routes));
  }

  /** The numbers of the servers, all there are now; as {@link #routes}. */
  public int[] servers(List<Server> all) {
    int[] numbers = servers.assign(all, i -> counted(i, ServerRow.WIDTH, LoopMetrics::servers));
    var byName = new HashMap<String, Map<String, Integer>>();
    for (int i = 0; i < numbers.length; i++) {
      var server = all.get(i);
      byName
          .computeIfAbsent(server.pool(), _ -> new HashMap<>())
          .put(server.endpoint(), numbers[i]);
    }
    serverNumbers = byName;
    return numbers;
  }

  /** The number of a server by its name; any thread, and without making garbage. */
  public int server(String pool, String endpoint) {
    var inPool = serverNumbers.get(pool);
    var number = inPool == null ? null : inPool.get(endpoint);
    return number == null ? OTHER : number;
  }

  /**
   * Shows a counter that another part keeps; one of the same name is replaced.
   *
   * @param name such as {@code weir_log_dropped}; {@code _total} is put behind it
   * @param value read by any thread
   */
  public void counter(String name, String help, LongSupplier value) {
    readings.put(name, new Reading(Reading.Kind.COUNTER, name, help, value));
  }

  /** Shows a number that may go up and down; as {@link #counter}, but the name stays as it is. */
  public void gauge(String name, String help, LongSupplier value) {
    readings.put(name, new Reading(Reading.Kind.GAUGE, name, help, value));
  }

  /**
   * Shows numbers that another part keeps and tells apart by labels; as {@link #counter}.
   *
   * @param values read by any thread; as many as that part bounds them to
   */
  public void labelled(
      Labelled.Kind kind, String name, String help, Supplier<List<Labelled>> values) {
    families.put(name, new LabelledFamily(kind, name, help, values));
  }

  Collection<LabelledFamily> families() {
    return families.values();
  }

  Collection<Reading> readings() {
    return readings.values();
  }

  /** What routes have counted. */
  List<Row<String>> routeRows() {
    return rows(routes, RouteRow.WIDTH, LoopMetrics::routes);
  }

  /** What servers have counted. */
  List<Row<Server>> serverRows() {
    return rows(servers, ServerRow.WIDTH, LoopMetrics::servers);
  }

  /** Clients' connections now, over all loops; any thread. */
  public int connections() {
    long[] counts = own();
    long open = 0;
    for (var state : ConnectionState.values()) {
      open += counts[LoopRow.connection(state)];
    }
    return Math.clamp(open, 0, Integer.MAX_VALUE);
  }

  /** What has neither route nor server, over all loops. */
  long[] own() {
    return counted(0, LoopRow.WIDTH, LoopMetrics::own);
  }

  /** A name and its counters. */
  record Row<K>(K key, long[] counts) {}

  private <K> List<Row<K>> rows(Slots<K> slots, int width, Function<LoopMetrics, Table> table) {
    var owners = slots.all();
    return IntStream.range(0, owners.size())
        .mapToObj(i -> {
          var owner = owners.get(i);
          var counts = counted(i, width, table);
          var before = owner.baseline();
          for (int column = 0; column < before.length; column++) {
            counts[column] = Math.max(0, counts[column] - before[column]);
          }
          return new Row<>(owner.key(), counts);
        })
        .toList();
  }

  private long[] counted(int slot, int width, Function<LoopMetrics, Table> table) {
    var sums = new long[width];
    for (var loop : loops) {
      table.apply(loop).addTo(sums, slot);
    }
    return sums;
  }
}
