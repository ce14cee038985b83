package io.weir.lvs.edge.accept;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts streams that have not shown their key yet, so that strangers do not take all room. */
final class HalfOpen {
  private static final int MOST = 64;
  private static final int MOST_OF_ONE = 8;

  private final Map<InetAddress, Integer> byPeer = new HashMap<>();
  private int all;

  /** Whether there is room for one more from there, which then has it. */
  synchronized boolean enter(InetAddress peer) {
    int before = byPeer.getOrDefault(peer, 0);
    if (all >= MOST || before >= MOST_OF_ONE) {
      return false;
    }
    byPeer.put(peer, before + 1);
    all++;
    return true;
  }

  synchronized void leave(InetAddress peer) {
    byPeer.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    all--;
  }
}
