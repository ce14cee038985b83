package io.weir.dsl.model;

/** How the kernel brings a packet to a real server. */
public sealed interface Forward {
  /** What is taken if a file says nothing. */
  Forward DEFAULT = new Direct();

  /** Direct routing: only the MAC address changes, replies go past the director. */
  record Direct() implements Forward {}

  /** Addresses are rewritten; replies come back through the director. */
  record Nat() implements Forward {}

  /**
   * The packet travels inside another one; replies go past the director.
   *
   * @param port of {@link Wrap#GUE}, else 0
   */
  record Tunnel(Wrap wrap, int port, Checksum checksum) implements Forward {}

  /** What the outer packet is. */
  enum Wrap {
    /** IP in IP. */
    IPIP("ipip"),
    /** Generic UDP encapsulation. */
    GUE("gue"),
    /** Generic routing encapsulation. */
    GRE("gre");

    private final String word;

    Wrap(String word) {
      this.word = word;
    }

    /** As written in a file. */
    public String word() {
      return word;
    }
  }

  /** Checksums of the outer packet. */
  enum Checksum {
    NONE("no-checksum"),
    FULL("checksum"),
    /** Of the inner packet, computed remotely; GUE only. */
    REMOTE("remote-checksum");

    private final String word;

    Checksum(String word) {
      this.word = word;
    }

    /** As written in a file. */
    public String word() {
      return word;
    }
  }
}
