package io.weir.proxy.limit;

import io.weir.dsl.model.Limit;
import io.weir.dsl.model.LimitKey;
import io.weir.dsl.model.Route;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.filter.Filter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * The limits of the process, which outlive configurations: one that a new configuration states in
 * the same block for the same keys, or under the same name, goes on with its buckets. Filters may
 * be made, and put in force, by one thread at a time; what is counted may be read by any.
 */
public final class RateLimits {
  private final ConcurrentMap<String, Ledger> ledgers = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final SipHash hash = new SipHash(random.nextLong(), random.nextLong());
  private final int loops;
  private final LongSupplier clock;

  /**
   * @param loops how many there are
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public RateLimits(int loops, LongSupplier clock) {
    this.loops = loops;
    this.clock = clock;
  }

  /** A number of one limit. */
  public record Counted(String limit, String outcome, long count) {}

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
      if (all.get(i).needsLogin() == needsLogin) {
        rules.add(Rule.of(all.get(i), labels.get(i), hash, ledger(all.get(i))));
      }
    }
    boolean isBeforeOthers = !needsLogin && all.size() > rules.size();
    return rules.isEmpty()
        ? Optional.empty()
        : Optional.of(new RateLimitFilter(rules, isBeforeOthers, loops, clock));
  }

  /** These limits are in force from now on, and no others: what else there was is forgotten. */
  public void settle(Collection<Limit> inForce) {
    var kept = new HashSet<String>();
    for (var limit : requests(inForce)) {
      if (kept.add(identity(limit))) {
        var ledger = ledger(limit);
        ledger.adopt(limit, ledger.terms(limit));
      }
    }
    ledgers.keySet().retainAll(kept);
  }

  /** What limits did with requests so far. */
  public List<Counted> counted() {
    var all = new ArrayList<Counted>();
    for (var ledger : ledgers.values()) {
      for (var outcome : Outcome.values()) {
        long count = ledger.counted(outcome);
        if (count > 0) {
          all.add(new Counted(ledger.name(), outcome.word(), count));
        }
      }
    }
    return all;
  }

  /** How many keys each limit knows, about. */
  public Map<String, Long> keys() {
    var all = new HashMap<String, Long>();
    ledgers.values().forEach(ledger -> all.put(ledger.name(), ledger.table().size()));
    return all;
  }

  /** What limits apply to a request and whose bucket it takes from, in words. */
  public static List<String> explained(Route route, Exchange exchange) {
    return requests(route.settings().limits()).stream()
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
