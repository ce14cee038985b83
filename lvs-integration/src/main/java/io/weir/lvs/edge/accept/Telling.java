package io.weir.lvs.edge.accept;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which notices are passed on: of each edge some at a time and a few a second from then on, so that
 * one that has a key, and registers and leaves as fast as it can, does not fill the log. Names are
 * those that are allowed, so there are not many.
 */
final class Telling {
  private static final double BURST = 100;
  private static final double PER_NANO = 2.0 / TimeUnit.SECONDS.toNanos(1);

  private final Map<String, Allowed> byEdge = new HashMap<>();

  /**
   * How much may still be told.
   *
   * @param at a time of {@link System#nanoTime}
   * @param untold since something was told
   */
  private record Allowed(double left, long at, int untold) {}

  /** Those to be told now, and how many were not told before them. */
  synchronized List<Notice> of(List<Notice> notices, long now) {
    var told = new ArrayList<Notice>();
    for (var notice : notices) {
      var before = byEdge.getOrDefault(notice.edge(), new Allowed(BURST, now, 0));
      double left = Math.min(BURST, before.left() + (now - before.at()) * PER_NANO);
      if (left < 1) {
        byEdge.put(notice.edge(), new Allowed(left, now, before.untold() + 1));
        continue;
      }
      if (before.untold() > 0) {
        told.add(
            new Notice(
                notice.edge(), "has done more than is told: " + before.untold() + " lines", true));
      }
      told.add(notice);
      byEdge.put(notice.edge(), new Allowed(left - 1, now, 0));
    }
    return told;
  }
}
