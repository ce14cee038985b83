package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;

/**
 * A route that the machine has while its virtual router is active.
 *
 * @param to empty: to everywhere
 * @param via the next machine's address; empty: the network is on the interface itself
 * @param on an interface; empty: the one that {@code via} is on
 * @param source what this machine's own connections over it come from; empty: as the kernel likes
 * @param metric 0 for the kernel's own
 * @param table 254 is the kernel's main one
 */
public record VrrpRoute(
    Optional<Cidr> to,
    Fate fate,
    Optional<String> via,
    Optional<String> on,
    Optional<String> source,
    int metric,
    int table,
    boolean isIpv6,
    Span span) {
  /** The kernel's main table. */
  public static final int MAIN = 254;

  /** The same of a router's family, unless an address of its own says which it has. */
  public VrrpRoute of(boolean family) {
    boolean hasOwn = to.isPresent() || via.isPresent() || source.isPresent();
    return hasOwn ? this : new VrrpRoute(to, fate, via, on, source, metric, table, family, span);
  }

  /** Whether the kernel would take the other one for this one. */
  public boolean isSame(VrrpRoute other) {
    return to.equals(other.to)
        && isIpv6 == other.isIpv6
        && metric == other.metric
        && table == other.table;
  }

  /** What becomes of packets, as ip-route(8) calls it. */
  public enum Fate {
    /** They go on. */
    UNICAST("unicast"),
    /** They are dropped. */
    BLACKHOLE("blackhole"),
    /** They are answered: host unreachable. */
    UNREACHABLE("unreachable"),
    /** They are answered: prohibited. */
    PROHIBIT("prohibit");

    private final String word;

    Fate(String word) {
      this.word = word;
    }

    /** As it is written. */
    public String word() {
      return word;
    }
  }
}
