package io.weir.proxy.cache.disk;

import java.util.ArrayList;
import java.util.List;

/** Decides what of a segment that is given up goes on. */
final class Turnover {
  private Turnover() {}

  /**
   * What is written anew: the latest of what was used, at most half of what the segment stood for,
   * so that each turn makes room.
   *
   * @param used the entries that are alive and were used, in order
   * @param weight what the segment stands for
   */
  static List<Entry> carriedOver(List<Entry> used, long weight) {
    var kept = new ArrayList<Entry>();
    long sum = 0;
    for (var entry : used.reversed()) {
      if (sum + entry.weight() <= weight / 2) {
        sum += entry.weight();
        kept.add(entry);
      }
    }
    return kept.reversed();
  }
}
