package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A thread of the kernel that tells other directors of connections, or listens to one that tells.
 *
 * @param follows the number of the virtual router that a daemon of {@link Role#VRRP} follows
 * @param on the interface
 * @param id 0 to 255, of those that belong together
 * @param group a multicast address; empty: 224.0.0.81
 * @param port empty: 8848
 * @param ttl empty: 1
 * @param maxLength octets of a packet; empty: as many as the interface takes
 */
public record Sync(
    Role role,
    OptionalInt follows,
    String on,
    int id,
    Optional<String> group,
    OptionalInt port,
    OptionalInt ttl,
    OptionalInt maxLength,
    Span span) {
  /** Which way connections are told. */
  public enum Role {
    MASTER("master"),
    BACKUP("backup"),
    /** Master while a virtual router of this machine is active, backup otherwise. */
    VRRP("vrrp");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    /** As written in a file. */
    public String word() {
      return word;
    }
  }
}
