package io.weir.lvs.table;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A virtual service as it is configured.
 *
 * @param scheduler name of the kernel's module without {@code ip_vs_}; {@code none}: there is none
 * @param persistence empty: each connection is balanced by itself
 * @param engine name of what tells clients apart other than by address: {@code sip}
 */
public record VirtualService(
    ServiceKey key,
    String scheduler,
    Set<Flag> flags,
    Optional<Persistence> persistence,
    Optional<String> engine) {
  private static final int LONGEST_NAME = 15;

  public VirtualService {
    if (scheduler.isEmpty() || scheduler.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "found scheduler \"" + scheduler + "\"; expected 1 to " + LONGEST_NAME + " letters");
    }
    flags = Set.copyOf(flags);
    persistence.ifPresent(wanted -> {
      if (wanted.prefix() > key.family().bits()) {
        throw new IllegalArgumentException("found prefix " + wanted.prefix() + " for " + key);
      }
    });
  }

  /** A service with nothing but a scheduler. */
  public VirtualService(ServiceKey key, String scheduler) {
    this(key, scheduler, Set.of(), Optional.empty(), Optional.empty());
  }

  /** Flags of a service (include/uapi/linux/ip_vs.h), beside that of persistence. */
  public enum Flag {
    /** Each datagram is balanced by itself. */
    ONE_PACKET(0x4, "ops"),
    /** {@code sh-fallback}, {@code mh-fallback}. */
    SCHEDULER_1(0x8, "flag-1"),
    /** {@code sh-port}, {@code mh-port}. */
    SCHEDULER_2(0x10, "flag-2"),
    /** No scheduler of the kernel has one. */
    SCHEDULER_3(0x20, "flag-3");

    private final int bit;
    private final String word;

    Flag(int bit, String word) {
      this.bit = bit;
      this.word = word;
    }

    /** In the kernel's flags. */
    public int bit() {
      return bit;
    }

    /** As ipvsadm shows it for this scheduler. */
    public String word(String scheduler) {
      boolean isHash = scheduler.equals("sh") || scheduler.equals("mh");
      return switch (this) {
        case SCHEDULER_1 -> isHash ? scheduler + "-fallback" : word;
        case SCHEDULER_2 -> isHash ? scheduler + "-port" : word;
        case ONE_PACKET, SCHEDULER_3 -> word;
      };
    }
  }

  /**
   * Clients come back to the server that they had.
   *
   * @param timeout whole seconds
   * @param prefix how many bits of an address are one client
   */
  public record Persistence(Duration timeout, int prefix) {
    public Persistence {
      if (timeout.toSeconds() < 1 || timeout.toNanosPart() != 0) {
        throw new IllegalArgumentException("found " + timeout + "; expected whole seconds");
      }
      if (prefix < 1 || prefix > 128) {
        throw new IllegalArgumentException("found prefix " + prefix + "; expected 1 to 128");
      }
    }
  }
}
