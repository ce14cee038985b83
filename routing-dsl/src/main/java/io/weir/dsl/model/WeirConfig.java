package io.weir.dsl.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One whole configuration: typed, every name resolved, every inherited setting worked out, lists in
 * file order. Immutable; may be read by any thread.
 *
 * @param trusted peers whose forwarding fields are believed
 * @param addressFiles every file that a set of addresses is read from
 * @param geoip the database that says in which country an address is; empty: none
 * @param pools those of the file, then one for each server that {@code auth forward} asks
 * @param accessLog empty: no access log is written
 * @param shared where shared limits are kept; empty: there are none
 * @param admin empty: no admin port is opened
 * @param director empty: this machine is none
 * @param registrations in the tables of the own kernel
 * @param enlistments with directors elsewhere
 */
public record WeirConfig(
    List<Listener> listeners,
    Optional<Admin> admin,
    Optional<AccessLog> accessLog,
    Optional<SharedLimits> shared,
    AddressSet trusted,
    List<NamedFile> addressFiles,
    Optional<NamedFile> geoip,
    List<Cache> caches,
    List<Pool> pools,
    List<JwtVerifier> verifiers,
    List<VirtualHost> hosts,
    List<Expectation> expectations,
    Optional<Director> director,
    List<Registration> registrations,
    List<Enlistment> enlistments,
    List<Agent> agents,
    Edge edge) {
  public WeirConfig {
    listeners = List.copyOf(listeners);
    addressFiles = List.copyOf(addressFiles);
    caches = List.copyOf(caches);
    pools = List.copyOf(pools);
    verifiers = List.copyOf(verifiers);
    hosts = List.copyOf(hosts);
    expectations = List.copyOf(expectations);
    registrations = List.copyOf(registrations);
    enlistments = List.copyOf(enlistments);
    agents = List.copyOf(agents);
  }

  /** This machine as a real server, in the own kernel and of directors elsewhere. */
  public List<Registration> asServer() {
    return Stream.concat(registrations.stream(), enlistments.stream().map(Enlistment::registration))
        .toList();
  }

  /** The same with another director. */
  public WeirConfig directedBy(Director other) {
    return new WeirConfig(
        listeners,
        admin,
        accessLog,
        shared,
        trusted,
        addressFiles,
        geoip,
        caches,
        pools,
        verifiers,
        hosts,
        expectations,
        Optional.of(other),
        registrations,
        enlistments,
        agents,
        edge);
  }

  /** The limits of all routes; one that several routes share stands there for each. */
  public List<Limit> limits() {
    return hosts.stream()
        .flatMap(host -> host.routes().stream())
        .flatMap(route -> route.settings().limits().stream())
        .toList();
  }
}
