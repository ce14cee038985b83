package io.weir.proxy.limit;

import io.weir.dsl.model.Limit;
import io.weir.dsl.model.LimitKey;
import io.weir.dsl.model.Route;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.limit.RateLimits.Counted;
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

/**
 * The limits of requests at once, which outlive configurations as {@link RateLimits} do. Filters
 * may be made, and put in force, by one thread at a time; what is counted may be read by any.
 */
public final class InFlightLimits {
  private final ConcurrentMap<String, InFlightCount> counts = new ConcurrentHashMap<>();
  private final SipHash hash;
  private final int loops;

  public InFlightLimits(int loops) {
    var random = new SecureRandom();
    this.hash = new SipHash(random.nextLong(), random.nextLong());
    this.loops = loops;
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
    var rules =
        inFlight(route.settings().limits()).stream()
            .filter(limit -> limit.needsLogin() == needsLogin)
            .map(limit ->
                new InFlightFilter.Rule(limit, new KeyReader(limit.keys(), hash), count(limit)))
            .toList();
    return rules.isEmpty() ? Optional.empty() : Optional.of(new InFlightFilter(rules, loops));
  }

  /** These limits are in force from now on, and no others: what else there was is forgotten. */
  public void settle(Collection<Limit> inForce) {
    var kept = new HashSet<String>();
    inFlight(inForce).forEach(limit -> kept.add(identity(limit)));
    counts.keySet().retainAll(kept);
  }

  /** What limits did with requests so far. */
  public List<Counted> counted() {
    var all = new ArrayList<Counted>();
    for (var count : counts.values()) {
      for (var outcome : Outcome.values()) {
        long found = count.counted(outcome);
        if (found > 0) {
          all.add(new Counted(count.name(), outcome.word(), found));
        }
      }
    }
    return all;
  }

  /** How many keys of each limit have requests at hand. */
  public Map<String, Long> keys() {
    var all = new HashMap<String, Long>();
    counts.values().forEach(count -> all.put(count.name(), (long) count.keys()));
    return all;
  }

  private InFlightCount count(Limit.InFlight limit) {
    return counts.computeIfAbsent(identity(limit), _ -> new InFlightCount(limit.name()));
  }

  private static String identity(Limit.InFlight limit) {
    return limit.name() + '\n' + LimitKey.text(limit.keys());
  }

  private static List<Limit.InFlight> inFlight(Collection<Limit> limits) {
    var all = new ArrayList<Limit.InFlight>();
    for (var limit : limits) {
      switch (limit) {
        case Limit.InFlight inFlight -> all.add(inFlight);
        case Limit.Requests _ -> {}
      }
    }
    return all;
  }
}
