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
