package io.weir.lvs.edge.enlist;

import io.weir.lvs.edge.EdgeKey;
import io.weir.lvs.edge.Offer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What one director is to be told.
 *
 * @param at where it listens for edges
 * @param lease how long this edge may be silent
 * @param offers with the weights that they have now
 */
public record Duty(InetSocketAddress at, EdgeKey key, Duration lease, List<Offer> offers) {
  public Duty {
    offers = List.copyOf(offers);
  }

  /** What tells streams apart. */
  Place place() {
    return new Place(at, key);
  }

  /** A director, and as whom it is spoken to. */
  record Place(InetSocketAddress at, EdgeKey key) {}

  Duty drained() {
    return new Duty(at, key, lease, offers.stream().map(offer -> offer.weighing(0)).toList());
  }
}
