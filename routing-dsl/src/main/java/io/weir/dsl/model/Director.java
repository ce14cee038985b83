package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What this machine does for others in front of them, before any program has seen a packet.
 *
 * @param services what the kernel balances, in the order of the file; no two have the same place
 * @param routers virtual routers, in the order of the file
 * @param pair empty: other directors are heard by their adverts only
 * @param fifo a named pipe that roles are written to; empty: nobody wants them
 * @param edges empty: real servers are those of the file
 * @param syncs at most one of each role
 */
public record Director(
    List<Virtual> services,
    List<Vrrp> routers,
    Optional<Pairing> pair,
    Optional<NamedFile> fifo,
    Optional<Acceptance> edges,
    List<Sync> syncs,
    TableTimeouts timeouts,
    Span span) {
  public Director {
    services = List.copyOf(services);
    routers = List.copyOf(routers);
    syncs = List.copyOf(syncs);
  }
}
