package io.weir.lvs.table;

/** The range of a port. */
final class Ports {
  private Ports() {}

  static void check(int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("found port " + port + "; expected 0 to 65535");
    }
  }
}
