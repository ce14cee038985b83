package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.purge.Purges;
import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.cache.purge.Verdict;
import java.util.Optional;

/** Says what purges leave of what is on disk. Any thread. */
final class Judge {
  private final Purges purges;
  private volatile long settled;

  Judge(Purges purges) {
    this.purges = purges;
  }

  Purges purges() {
    return purges;
  }

  /** All that is there was held against the purges up to this one. */
  void settled(long by) {
    settled = by;
  }

  long settled() {
    return settled;
  }

  /** The response as purges leave it; empty if it must not be used. */
  Optional<Description> judged(Description head) {
    // Before the rules are read: what was settled by it has seen them all.
    long latest = purges.latest();
    long since = Math.max(head.kept().settled(), settled);
    if (latest <= since) {
      return Optional.of(head);
    }
    var tags = Tags.of(head.head().fields());
    return switch (purges.verdict(head.key().octets(), head.key().urlEnd(), tags, since)) {
      case Verdict.Kept _ -> Optional.of(head.settled(head.freshness(), latest));
      case Verdict.Stale(var millis) ->
          Optional.of(head.settled(head.freshness().staleAt(millis), latest));
      case Verdict.Gone _ -> Optional.empty();
    };
  }
}
