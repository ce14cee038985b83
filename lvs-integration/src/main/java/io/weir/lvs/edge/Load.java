package io.weir.lvs.edge;

/**
 * What an edge has to do; for people, nothing is decided by it.
 *
 * @param connections of clients, now
 * @param lagMillis how late the latest of its event loops is
 */
public record Load(int connections, int lagMillis) {
  public static final Load NONE = new Load(0, 0);

  public Load {
    if (connections < 0 || lagMillis < 0) {
      throw new IllegalArgumentException("found a load below zero");
    }
  }
}
