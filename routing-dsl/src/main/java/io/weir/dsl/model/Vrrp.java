package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A virtual router: addresses that one machine of several has at a time (RFC 9568).
 *
 * @param id 1 to 255
 * @param on the name of the interface
 * @param version 2 or 3
 * @param priority 1 to 254, or 255 for the owner of the addresses
 * @param advert between two adverts
 * @param addresses at least one, all of one family
 * @param excluded addresses of either family that go with them, but are in no advert
 * @param peers addresses that adverts go to, one to one; empty: to the group
 * @param auth empty: adverts are neither signed nor have a password
 * @param checksum what those of version 3 over IPv4 cover
 * @param tracks what the priority follows
 * @param routes what the machine has while it is active, besides the addresses
 * @param rules the same of rules
 * @param link the name of an interface with the virtual router's own hardware address, which has
 *     the addresses; empty: they are on the interface itself
 * @param group whose members move together; empty: none
 * @param hook what is run when the role changes; empty: nothing
 */
public record Vrrp(
    int id,
    String on,
    int version,
    int priority,
    Duration advert,
    List<VirtualIp> addresses,
    List<VirtualIp> excluded,
    List<String> peers,
    Preemption preemption,
    Optional<VrrpAuth> auth,
    Checksum checksum,
    List<VrrpTrack> tracks,
    List<VrrpRoute> routes,
    List<VrrpRule> rules,
    Announcing announcing,
    Optional<String> link,
    Optional<String> group,
    Optional<Notify> hook,
    Span span) {
  /** Of the owner of the addresses. */
  public static final int OWNER = 255;

  public Vrrp {
    addresses = List.copyOf(addresses);
    excluded = List.copyOf(excluded);
    peers = List.copyOf(peers);
    tracks = List.copyOf(tracks);
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
  }

  /** Whether the addresses are IPv6. */
  public boolean isIpv6() {
    return addresses.stream().anyMatch(VirtualIp::isIpv6);
  }

  /**
   * A virtual address and its network's prefix.
   *
   * @param address without brackets
   */
  public record VirtualIp(String address, int prefix, Span span) {
    /** Whether it is IPv6. */
    public boolean isIpv6() {
      return address.indexOf(':') >= 0;
    }
  }

  /**
   * When a router takes over from a lower one that is Active.
   *
   * @param isOn whether it does
   * @param delay how long after it first heard it
   * @param startDelay how long it only listens after its start
   */
  public record Preemption(boolean isOn, Duration delay, Duration startDelay) {}

  /** What the checksum of a version 3 advert over IPv4 covers. */
  public enum Checksum {
    /** The message behind an IPv4 pseudo-header: keepalived, FRR. */
    PSEUDO_HEADER("pseudo-header"),
    /** The message alone: RFC 9568, Cisco, Juniper. */
    MESSAGE_ONLY("message-only");

    private final String word;

    Checksum(String word) {
      this.word = word;
    }

    /** As it is written. */
    public String word() {
      return word;
    }
  }

  /**
   * A program that is run when the role changes, with keepalived's arguments.
   *
   * @param timeout after which it is killed
   */
  public record Notify(NamedFile program, Duration timeout) {}

  /**
   * How the network is told where the addresses are.
   *
   * @param burst frames for each address at a time
   * @param every how often it is told again; zero for never
   */
  public record Announcing(int burst, Duration every) {}
}
