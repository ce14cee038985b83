package io.weir.lvs.table;

/** How packets are brought to a real server. */
public sealed interface Forwarding {
  /** As ipvsadm calls it: {@code Route}. */
  String word();

  /** Addresses are rewritten (NAT). */
  record Masquerade() implements Forwarding {
    @Override
    public String word() {
      return "Masq";
    }
  }

  /** Handed to this machine itself; kernels of today find that out by routing. */
  record Local() implements Forwarding {
    @Override
    public String word() {
      return "Local";
    }
  }

  /** Wrapped into another packet. */
  record Tunnel(Wrap wrap) implements Forwarding {
    @Override
    public String word() {
      return "Tunnel";
    }
  }

  /** Sent on as they are (direct routing). */
  record Direct() implements Forwarding {
    @Override
    public String word() {
      return "Route";
    }
  }

  /** Past IPVS; only the kernel itself makes such connections. */
  record Bypass() implements Forwarding {
    @Override
    public String word() {
      return "Bypass";
    }
  }

  /** What packets are wrapped into. */
  sealed interface Wrap {
    /** IP in IP. */
    record Ipip() implements Wrap {}

    /**
     * Generic UDP encapsulation.
     *
     * @param port 1 to 65535
     */
    record Gue(int port, Checksum checksum) implements Wrap {
      public Gue {
        if (port < 1 || port > 65535) {
          throw new IllegalArgumentException("found port " + port + "; expected 1 to 65535");
        }
      }
    }

    /** Generic routing encapsulation. */
    record Gre(Checksum checksum) implements Wrap {}
  }

  /** Checksums of the outer packet. */
  enum Checksum {
    NONE(0),
    FULL(1),
    /** Computed by the receiver; GUE only. */
    REMOTE(2);

    private final int bits;

    Checksum(int bits) {
      this.bits = bits;
    }

    /** The kernel's flags for it (IP_VS_TUNNEL_ENCAP_FLAG_*). */
    public int bits() {
      return bits;
    }

    /** What the kernel's flags say; flags of kernels to come are passed over. */
    public static Checksum of(int bits) {
      if ((bits & REMOTE.bits) != 0) {
        return REMOTE;
      }
      return (bits & FULL.bits) != 0 ? FULL : NONE;
    }
  }
}
