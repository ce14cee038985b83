package io.weir.proxy.balance;

/**
 * Smooth weighted round-robin, as nginx does it: each turn every server gains its weight, the
 * richest is chosen and pays the sum. Belongs to one loop.
 */
public final class Rotation {
  private final long[] credit;

  Rotation(int servers) {
    credit = new long[servers];
  }

  int next(int[] weights, boolean[] backups, boolean backup, Candidates candidates) {
    int chosen = -1;
    long sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (backups[i] != backup || !candidates.isUsable(i)) {
        continue;
      }
      credit[i] += weights[i];
      sum += weights[i];
      if (chosen < 0 || credit[i] > credit[chosen]) {
        chosen = i;
      }
    }
    if (chosen >= 0) {
      credit[chosen] -= sum;
    }
    return chosen;
  }
}
