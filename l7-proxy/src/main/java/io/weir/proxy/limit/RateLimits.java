package io.weir.proxy.limit;

import io.weir.dsl.model.Limit;
import io.weir.dsl.model.LimitKey;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.SharedLimits;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.filter.Filter;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The limits of the process, which outlive configurations: one that a new configuration states in
 * the same block for the same keys, or under the same name, goes on with its buckets. Filters may
 * be made, and put in force, by one thread at a time; what is counted may be read by any.
 */
public final class RateLimits implements AutoCloseable {
  /** Limits that metrics tell apart. */
  private static final int MOST_SHOWN = 1000;

  private final ConcurrentMap<String, Ledger> ledgers = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final SipHash hash = new SipHash(random.nextLong(), random.nextLong());

  /** Keys of shared limits must hash alike everywhere; that they cannot be reversed is enough. */
  private final SipHash sharedHash = new SipHash(0x7765_6972_6c69_6d69L, 0x7473_6861_7265_6421L);

  private final List<Loop> loops;
  private final LongSupplier clock;
  private final List<Redis> opened = new ArrayList<>();
  private volatile Optional<Redis> current = Optional.empty();

  /**
   * @param loops all there are
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public RateLimits(List<Loop> loops, LongSupplier clock) {
    this.loops = List.copyOf(loops);
    this.clock = clock;
  }

  /** A number of one limit. */
  public record Counted(String limit, String outcome, long count) {}

  /**
   * Makes the filters of one configuration's routes.
   *
   * @throws IOException if the password of its Redis cannot be had
   */
  public Filters filters(Optional<SharedLimits> shared) throws IOException {
    return shared.isEmpty()
        ? new Filters(Optional.empty())
        : new Filters(
            Optional.of(new Fleet(redis(RedisAddress.of(shared.get())), shared.get().onFailure())));
  }

  /** Makes filters. */
  public final class Filters {
    private final Optional<Fleet> fleet;

    private Filters(Optional<Fleet> fleet) {
      this.fleet = fleet;
    }

    /** The filter of the limits whose keys are there before anybody logs in, if there are such. */
    public Optional<Filter> beforeLogin(Route route) {
      return filter(route, false);
    }

    /** The filter of the limits by what a token says, if there are such. */
    public Optional<Filter> afterLogin(Route route) {
      return filter(route, true);
    }

    private Optional<Filter> filter(Route route, boolean needsLogin) {
      var all = requests(route.settings().limits());
      var labels = labels(all);
      var rules = new ArrayList<Rule>();
      for (int i = 0; i < all.size(); i++) {
        var limit = all.get(i);
        if (limit.needsLogin() == needsLogin) {
          rules.add(
              Rule.of(limit, labels.get(i), limit.isShared() ? sharedHash : hash, ledger(limit)));
        }
      }
      boolean isBeforeOthers = !needsLogin && all.size() > rules.size();
      return rules.isEmpty()
          ? Optional.empty()
          : Optional.of(new RateLimitFilter(rules, isBeforeOthers, fleet, loops.size(), clock));
    }
  }

  private Redis redis(RedisAddress address) {
    for (var redis : opened) {
      if (redis.address().equals(address)) {
        return redis;
      }
    }
    var redis = new Redis(address, loops.size());
    opened.add(redis);
    return redis;
  }

  /** These limits are in force from now on, and no others: what else there was is forgotten. */
  public void settle(Collection<Limit> inForce, Filters filters) {
    settleRedis(filters.fleet.map(Fleet::redis));
    var kept = new HashSet<String>();
    for (var limit : requests(inForce)) {
      if (kept.add(identity(limit))) {
        ledger(limit).adopt(limit);
      }
    }
    ledgers.keySet().retainAll(kept);
  }

  private void settleRedis(Optional<Redis> inForce) {
    for (var redis : List.copyOf(opened)) {
      if (!inForce.equals(Optional.of(redis))) {
        opened.remove(redis);
        redis.close();
      }
    }
    inForce.ifPresent(redis -> loops.forEach(loop -> loop.execute(() -> redis.link(loop))));
    current = inForce;
  }

  /** Lets go of what belongs to others. */
  @Override
  public void close() {
    settleRedis(Optional.empty());
  }

  /** Requests that Redis answered in time. */
  public long answered() {
    return current.map(Redis::answered).orElse(0L);
  }

  /** Requests that it did not. */
  public long unanswered() {
    return current.map(Redis::unanswered).orElse(0L);
  }

  /** Loops that ask Redis now. */
  public long linksUp() {
    return current.map(Redis::linksUp).orElse(0L);
  }

  /** What limits did with requests so far. */
  public List<Counted> counted() {
    var sums = new TreeMap<String, Map<Outcome, Long>>();
    for (var ledger : ledgers.values()) {
      var sum = sums.computeIfAbsent(shown(ledger, sums), _ -> new EnumMap<>(Outcome.class));
      for (var outcome : Outcome.values()) {
        sum.merge(outcome, ledger.counted(outcome), Long::sum);
      }
    }
    var all = new ArrayList<Counted>();
    sums.forEach((name, sum) ->
        sum.forEach((outcome, count) -> {
          if (count > 0) {
            all.add(new Counted(name, outcome.word(), count));
          }
        }));
    return all;
  }

  /** How many keys each limit knows, about. */
  public Map<String, Long> keys() {
    var all = new TreeMap<String, Long>();
    for (var ledger : ledgers.values()) {
      all.merge(shown(ledger, all), ledger.table().size(), Long::sum);
    }
    return all;
  }

  /** The name that a limit is counted under: a common one, if there are too many. */
  private static String shown(Ledger ledger, Map<String, ?> known) {
    return known.size() < MOST_SHOWN || known.containsKey(ledger.name()) ? ledger.name() : "_other";
  }

  /** What limits apply to a request and whose bucket it takes from, in words. */
  public static List<String> explained(Route route, Exchange exchange) {
    return route.settings().limits().stream()
        .map(limit ->
            "%s (%s), key: %s"
                .formatted(limit.text(), limit.name(), KeyReader.shown(limit.keys(), exchange)))
        .toList();
  }

  private static List<Limit.Requests> requests(Collection<Limit> limits) {
    var all = new ArrayList<Limit.Requests>();
    for (var limit : limits) {
      switch (limit) {
        case Limit.Requests requests -> all.add(requests);
        case Limit.InFlight _ -> {}
      }
    }
    return all;
  }

  private Ledger ledger(Limit.Requests limit) {
    return ledgers.computeIfAbsent(
        identity(limit), _ -> new Ledger(limit, clock, random.nextLong()));
  }

  private static String identity(Limit.Requests limit) {
    return limit.name() + '\n' + LimitKey.text(limit.keys());
  }

  /**
   * What clients know limits by: their own names, as the names of blocks are nobody's business, or
   * the kinds of their keys, numbered where they are the same.
   */
  private static List<String> labels(List<Limit.Requests> limits) {
    var counts = new HashMap<String, Integer>();
    return limits.stream()
        .map(limit -> {
          var kinds = LimitKey.kinds(limit.keys());
          var label = limit.name().indexOf(' ') < 0 ? limit.name() : kinds;
          int count = counts.merge(label, 1, Integer::sum);
          return count == 1 ? label : label + "-" + count;
        })
        .toList();
  }
}
