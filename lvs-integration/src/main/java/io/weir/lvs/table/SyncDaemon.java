package io.weir.lvs.table;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A thread of the kernel that tells other directors of connections, or is told.
 *
 * @param device the network device that it sends or listens on
 * @param id 0 to 255; a backup with another id than 0 takes only what has this one
 * @param group empty: 224.0.0.81
 * @param port 0: 8848
 * @param ttl 0: 1
 * @param maxLength of a packet; 0: what fits into one of the device's
 */
public record SyncDaemon(
    Role role,
    String device,
    int id,
    Optional<InetAddress> group,
    int port,
    int ttl,
    int maxLength) {
  private static final int LONGEST_NAME = 15;

  /** The kernel's own settings (IP_VS_SYNC_GROUP, IP_VS_SYNC_PORT in ip_vs_sync.c). */
  private static final InetAddress GROUP = InetAddress.ofLiteral("224.0.0.81");

  private static final int PORT = 8848;
  private static final int TTL = 1;

  public SyncDaemon {
    if (device.isEmpty() || device.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("found device \"" + device + "\"");
    }
    Ports.check(port);
    if (id < 0 || id > 255 || ttl < 0 || ttl > 255 || maxLength < 0 || maxLength > 65535) {
      throw new IllegalArgumentException(
          "found id " + id + ", ttl " + ttl + ", length " + maxLength);
    }
  }

  /** A daemon with the kernel's own settings. */
  public SyncDaemon(Role role, String device, int id) {
    this(role, device, id, Optional.empty(), 0, 0, 0);
  }

  /**
   * Whether the kernel's daemon is this one: what is not said here is the kernel's own setting, and
   * what an old kernel does not say is taken for right.
   */
  public boolean isRunAs(SyncDaemon running) {
    return role == running.role
        && device.equals(running.device)
        && id == running.id
        && (running.group.isEmpty() || group.orElse(GROUP).equals(running.group.get()))
        && isSame(port, PORT, running.port)
        && isSame(ttl, TTL, running.ttl)
        && (maxLength == 0 || maxLength == running.maxLength);
  }

  private static boolean isSame(int wanted, int otherwise, int running) {
    return running == 0 || running == (wanted == 0 ? otherwise : wanted);
  }

  /** Which way connections are told. */
  public enum Role {
    MASTER(1),
    BACKUP(2);

    private final int number;

    Role(int number) {
      this.number = number;
    }

    /** As the kernel has it (IP_VS_STATE_*). */
    public int number() {
      return number;
    }
  }
}
