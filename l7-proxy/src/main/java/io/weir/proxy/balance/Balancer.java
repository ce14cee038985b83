package io.weir.proxy.balance;

import io.weir.dsl.model.Pool;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses a server of a pool. Holds only what does not change (weights, who is a backup), so that
 * every loop can share it.
 */
public final class Balancer {
  private final Pool.Balance kind;
  private final int[] weights;
  private final boolean[] backups;
  private final int[] primaryUpTo;
  private final int[] backupUpTo;

  public Balancer(Pool.Balance kind, List<Pool.Server> servers) {
    int count = servers.size();
    this.kind = kind;
    this.weights = new int[count];
    this.backups = new boolean[count];
    this.primaryUpTo = new int[count];
    this.backupUpTo = new int[count];
    int primary = 0;
    int backup = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = servers.get(i).weight();
      backups[i] = servers.get(i).backup();
      primary += backups[i] ? 0 : weights[i];
      backup += backups[i] ? weights[i] : 0;
      primaryUpTo[i] = primary;
      backupUpTo[i] = backup;
    }
  }

  /** State for {@link #pick}; one per loop. */
  public Rotation newRotation() {
    return new Rotation(weights.length);
  }

  /**
   * The number of the chosen server, or -1 if none is usable. Backups are chosen from only when no
   * other server is usable.
   */
  public int pick(Candidates candidates, Rotation rotation, RandomGenerator random) {
    int chosen = pickAmong(false, candidates, rotation, random);
    return chosen >= 0 ? chosen : pickAmong(true, candidates, rotation, random);
  }

  private int pickAmong(
      boolean backup, Candidates candidates, Rotation rotation, RandomGenerator random) {
    return switch (kind) {
      case P2C -> lessLoaded(backup, candidates, random);
      case ROUND_ROBIN -> rotation.next(weights, backups, backup, candidates);
    };
  }

  /**
   * Two servers are drawn with chances as their weights and the one with fewer requests in flight
   * for its weight is taken; on a tie the first, so that weights hold when there is no load.
   */
  private int lessLoaded(boolean backup, Candidates candidates, RandomGenerator random) {
    int first = draw(backup, candidates, random);
    if (first < 0 || weights.length == 1) {
      return first;
    }
    int second = draw(backup, candidates, random);
    if (second == first) {
      return first;
    }
    long loadOfFirst = (long) candidates.inFlight(first) * weights[second];
    long loadOfSecond = (long) candidates.inFlight(second) * weights[first];
    return loadOfSecond < loadOfFirst ? second : first;
  }

  private int draw(boolean backup, Candidates candidates, RandomGenerator random) {
    var upTo = backup ? backupUpTo : primaryUpTo;
    int total = upTo[upTo.length - 1];
    if (total == 0) {
      return -1;
    }
    int drawn = indexAbove(upTo, random.nextInt(total));
    for (int i = 0; i < weights.length; i++) {
      int server = drawn + i < weights.length ? drawn + i : drawn + i - weights.length;
      if (backups[server] == backup && candidates.isUsable(server)) {
        return server;
      }
    }
    return -1;
  }

  /** The first index whose value is above the number. */
  private static int indexAbove(int[] upTo, int number) {
    int low = 0;
    int high = upTo.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (upTo[middle] > number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
