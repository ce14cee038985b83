package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A virtual service: one place that clients connect to, and the real servers that the kernel hands
 * their connections to.
 *
 * @param persistence empty: each connection is balanced by itself
 * @param onePacket each datagram is balanced by itself; UDP only
 * @param probe empty: servers are not asked whether they answer
 * @param reals in the order of the file; no two have the same place
 * @param quorum empty: any live server will do
 * @param sorry serves in place of all others while there is no quorum; empty: nobody does
 */
public record Virtual(
    At at,
    Schedule schedule,
    Optional<Persistence> persistence,
    boolean onePacket,
    Optional<Probe> probe,
    List<Real> reals,
    Optional<Quorum> quorum,
    Optional<Real> sorry,
    Span span) {
  public Virtual {
    reals = List.copyOf(reals);
  }

  /** Whether it is said what happens when servers fail; if not, the last ones are kept. */
  public boolean isGuarded() {
    return quorum.isPresent() || sorry.isPresent();
  }

  /** What of the traffic belongs to the service. */
  public sealed interface At {
    /** Whether the clients are IPv6 ones. */
    boolean isIpv6();

    /**
     * What comes to an address and a port.
     *
     * @param endpoint its host is an address; port 0 means every port that no other service has
     */
    record Place(Endpoint endpoint, Protocol protocol) implements At {
      @Override
      public boolean isIpv6() {
        return endpoint.host().indexOf(':') >= 0;
      }

      @Override
      public String toString() {
        return endpoint + " " + protocol.word();
      }
    }

    /** What the firewall has marked with a number. */
    record Mark(int mark, boolean isIpv6) implements At {
      @Override
      public String toString() {
        return "mark " + mark + (isIpv6 ? " ipv6" : "");
      }
    }
  }

  /** Protocols that the kernel balances. */
  public enum Protocol {
    TCP("tcp"),
    UDP("udp"),
    SCTP("sctp");

    private final String word;

    Protocol(String word) {
      this.word = word;
    }

    /** As written in a file. */
    public String word() {
      return word;
    }
  }

  /**
   * How the kernel picks a real server.
   *
   * @param name of the kernel's scheduler: {@code wlc}
   */
  public record Schedule(String name, Set<Option> options) {
    public Schedule {
      options = Set.copyOf(options);
    }

    /** What {@code sh} and {@code mh} can be told. */
    public enum Option {
      /** If the server that the hash says cannot be used, another one is. */
      FALLBACK("fallback"),
      /** The client's port is hashed too. */
      PORT("port");

      private final String word;

      Option(String word) {
        this.word = word;
      }

      /** As written in a file. */
      public String word() {
        return word;
      }
    }
  }

  /**
   * Clients come back to the server that they had.
   *
   * @param timeout whole seconds
   * @param prefix how many bits of an address are one client
   * @param isSip clients are told apart by the {@code Call-ID} of SIP, not by their addresses
   */
  public record Persistence(Duration timeout, int prefix, boolean isSip) {}

  /**
   * How much is needed of the servers.
   *
   * @param weight of all live servers together
   * @param hysteresis how much less is borne, and how much more it takes to have it again
   */
  public record Quorum(int weight, int hysteresis) {}

  /**
   * A server that connections are handed to.
   *
   * @param at its host is an address
   * @param weight 0: it gets no new connections
   * @param most connections from which on it gets no new ones; empty: no limit
   * @param resume connections below which it gets new ones again; empty: three quarters of most
   */
  public record Real(
      Endpoint at, int weight, Forward forward, OptionalInt most, OptionalInt resume, Span span) {}
}
