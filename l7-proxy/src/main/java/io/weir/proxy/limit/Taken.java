package io.weir.proxy.limit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request has taken of its limits, for as long as it may have to be undone. */
final class Taken {
  private final List<Part> parts = new ArrayList<>();
  private final long now;

  /**
   * A part of it.
   *
   * @param bucket where it came from; null if it was the place of somebody who left
   * @param waitNanos how long the limit makes the request wait
   */
  private record Part(
      Rule rule, BucketKey key, @Nullable Bucket bucket, long waitNanos, long cost) {
    Hole hole(long now) {
      return new Hole(now + waitNanos, cost);
    }
  }

  Taken(Rule[] rules, Check[] checks, long now) {
    this.now = now;
    for (int i = 0; i < rules.length; i++) {
      var check = checks[i];
      var hole = check.hole;
      if (check.bucket != null || hole != null) {
        long cost = hole == null ? rules[i].limit().cost() : hole.cost();
        parts.add(new Part(rules[i], check.key.copy(), check.bucket, check.waitNanos, cost));
      }
    }
  }

  /** Gives it all back: a limit further on refused the request. */
  void undo(long at) {
    for (var part : parts) {
      if (part.bucket == null) {
        part.rule.ledger().holes().add(part.key, part.hole(now));
      } else {
        part.bucket.giveBack(part.rule.terms(), part.cost, at);
      }
    }
  }

  /** Leaves the places in line to others, and gives back what was not waited for. */
  void leave() {
    for (var part : parts) {
      if (part.waitNanos > 0) {
        part.rule.ledger().holes().add(part.key, part.hole(now));
      } else if (part.bucket != null) {
        part.bucket.giveBack(part.rule.terms(), part.cost, now);
      }
    }
  }

  /** The turn has come: places that nobody took are gone. */
  void forget() {
    for (var part : parts) {
      if (part.waitNanos > 0) {
        part.rule.ledger().holes().remove(part.key, part.hole(now));
      }
    }
  }
}
