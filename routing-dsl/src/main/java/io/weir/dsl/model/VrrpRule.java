package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;

/**
 * Which routes packets follow (ip-rule(8)) while a virtual router is active.
 *
 * @param from where they come from; empty: anywhere
 * @param to where they go to; empty: anywhere
 * @param in the interface that they come in by; empty: any
 * @param out the interface that their sender asked for; empty: any
 * @param mark what the firewall has written on them; 0: whatever it is
 * @param priority the lowest is asked first
 * @param fate unicast: they follow the table
 * @param table of no meaning for other fates
 */
public record VrrpRule(
    Optional<Cidr> from,
    Optional<Cidr> to,
    Optional<String> in,
    Optional<String> out,
    int mark,
    int priority,
    VrrpRoute.Fate fate,
    int table,
    boolean isIpv6,
    Span span) {
  /** The same of a router's family, unless an address of its own says which it has. */
  public VrrpRule of(boolean family) {
    return from.isPresent() || to.isPresent()
        ? this
        : new VrrpRule(from, to, in, out, mark, priority, fate, table, family, span);
  }

  /** Whether the kernel would take the other one for this one. */
  public boolean isSame(VrrpRule other) {
    return of(other, span).equals(this);
  }

  private static VrrpRule of(VrrpRule one, Span span) {
    return new VrrpRule(
        one.from,
        one.to,
        one.in,
        one.out,
        one.mark,
        one.priority,
        one.fate,
        one.table,
        one.isIpv6,
        span);
  }
}
