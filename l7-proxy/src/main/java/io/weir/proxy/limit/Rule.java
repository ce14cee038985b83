package io.weir.proxy.limit;

import io.weir.dsl.model.Limit;
import io.weir.proxy.exchange.Octets;
import java.util.Locale;

/**
 * One limit as one route applies it. Immutable but for its ledger.
 *
 * @param label what clients know it by, in {@code RateLimit} fields
 * @param microsEach the time in which one comes back, as Redis is told
 * @param detail what the log says of a request that was refused
 */
record Rule(
    Limit.Requests limit,
    String label,
    KeyReader reader,
    Terms terms,
    Ledger ledger,
    String detail,
    byte[] microsEach) {

  static Rule of(Limit.Requests limit, String label, SipHash hash, Ledger ledger) {
    return new Rule(
        limit,
        label,
        new KeyReader(limit.keys(), hash),
        ledger.terms(limit),
        ledger,
        "found more than '%s' allows: %s burst %d"
            .formatted(limit.name(), limit.rate(), limit.burst()),
        Octets.of(String.format(Locale.ROOT, "%.6f", limit.rate().nanosEach() / 1000)));
  }

  /** Takes what the request costs, or the place of somebody who left the line. */
  boolean take(Check check, long now) {
    long delay = terms.delayNanos();
    if (delay > 0 && !ledger.holes().isEmpty()) {
      // Who left a line left it while it lasts, so the bucket has nothing to give at once.
      check.hole = ledger.holes().take(check.key, limit.cost(), now, now + delay);
      if (check.hole != null) {
        check.taken(0, check.hole.at() - now, now);
        return true;
      }
    }
    return ledger.table().take(terms, limit.cost(), now, check);
  }
}
