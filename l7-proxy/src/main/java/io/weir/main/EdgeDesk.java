package io.weir.main;

import io.weir.dsl.model.Acceptance;
import io.weir.dsl.model.Director;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.edge.EdgeKey;
import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.accept.AcceptRules;
import io.weir.lvs.edge.accept.Allowance;
import io.weir.lvs.edge.accept.Door;
import io.weir.lvs.edge.accept.DoorListener;
import io.weir.lvs.edge.accept.Member;
import io.weir.lvs.edge.accept.Notice;
import io.weir.lvs.table.AddressText;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.proxy.config.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where edges on other machines register themselves, if the configuration in force has such a
 * place. Changes are made by one thread at a time; any may look.
 */
final class EdgeDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeDesk.class);

  private final Supplier<? extends CompletableFuture<?>> changed;
  private final BooleanSupplier isDirecting;
  private volatile @Nullable Door door;

  /**
   * Prepares.
   *
   * @param changed called when the members change; done when the kernel knows
   * @param isDirecting whether connections come by way of this machine
   */
  EdgeDesk(Supplier<? extends CompletableFuture<?>> changed, BooleanSupplier isDirecting) {
    this.changed = changed;
    this.isDirecting = isDirecting;
  }

  /**
   * Opens the place that a configuration wants, beside the one that is open, and reads its keys.
   *
   * @throws Unavailable if it cannot
   */
  Change prepare(WeirConfig config) throws Unavailable {
    var wanted = config.director().flatMap(Director::edges);
    if (wanted.isEmpty()) {
      return new Change(null, AcceptRules.NOBODY, Map.of());
    }
    var edges = wanted.get();
    try {
      var keys = EdgeKeys.of(edges);
      var at = at(edges.on());
      var now = door;
      boolean isSame = now != null && now.at().equals(at);
      return new Change(isSame ? now : Door.open(at, new Told()), rules(config, edges), keys);
    } catch (IOException e) {
      throw new Unavailable(
          "cannot accept edges on '" + edges.on() + "': " + e.getMessage(), edges.span(), e);
    }
  }

  private static InetSocketAddress at(Endpoint place) {
    return new InetSocketAddress(InetAddress.ofLiteral(place.host()), place.port());
  }

  private static AcceptRules rules(WeirConfig config, Acceptance edges) {
    var allowed = new HashMap<String, Allowance>();
    for (var one : edges.allowed()) {
      allowed.put(
          one.name(),
          new Allowance(
              one.addresses().stream().map(InetAddress::ofLiteral).collect(Collectors.toSet()),
              places(one.services().stream().map(KernelTable::key).toList())));
    }
    var services = KernelTable.services(config).stream().map(it -> KernelTable.key(it.at()));
    return new AcceptRules(allowed, places(services.toList()), named(config));
  }

  /** The servers that the file gives to services that have a place. */
  private static Map<ServiceKey.Place, Set<ServerKey>> named(WeirConfig config) {
    var named = new HashMap<ServiceKey.Place, Set<ServerKey>>();
    for (var service : KernelTable.services(config)) {
      if (KernelTable.key(service.at()) instanceof ServiceKey.Place place) {
        var reals = service.reals().stream().map(real -> KernelTable.key(real.at()));
        named.put(place, reals.collect(Collectors.toSet()));
      }
    }
    return named;
  }

  /** What the firewall marks has no place that an edge could name. */
  private static Set<ServiceKey.Place> places(List<ServiceKey> services) {
    var places = new HashSet<ServiceKey.Place>();
    for (var service : services) {
      switch (service) {
        case ServiceKey.Place place -> places.add(place);
        case ServiceKey.Mark _ -> {}
      }
    }
    return places;
  }

  /** What is open, if anything is. */
  Optional<Door> door() {
    return Optional.ofNullable(door);
  }

  /** The real servers that have registered themselves. */
  List<Member> members() {
    return door().map(it -> it.book().members()).orElse(List.of());
  }

  /** Lets nobody in any more; who was in stays in the kernel's table. */
  @Override
  public void close() {
    door().ifPresent(Door::close);
  }

  /** A place that is about to take the place of the one that is open. */
  final class Change implements AutoCloseable {
    private final @Nullable Door next;
    private final AcceptRules rules;
    private final Map<String, List<EdgeKey>> keys;
    private boolean isKept;

    private Change(@Nullable Door next, AcceptRules rules, Map<String, List<EdgeKey>> keys) {
      this.next = next;
      this.rules = rules;
      this.keys = keys;
    }

    /** Goes on with it; edges at another place come here by themselves. */
    void keep() {
      isKept = true;
      var before = door;
      door = next;
      if (before != null && before != next) {
        before.close();
      }
      if (next != null) {
        next.settle(rules, keys);
      }
    }

    @Override
    public void close() {
      if (!isKept && next != null && next != door) {
        next.close();
      }
    }
  }

  /** Writes to the log what happens at the door. */
  private final class Told implements DoorListener {
    @Override
    public CompletableFuture<?> changed() {
      return changed.get();
    }

    @Override
    public void noticed(Notice notice) {
      if (notice.isWarning()) {
        LOG.warn("edge '{}' {}", notice.edge(), notice.text());
      } else {
        LOG.info("edge '{}' {}", notice.edge(), notice.text());
      }
    }

    @Override
    public void refused(InetAddress from, Refusal why, long count) {
      LOG.warn(
          "ended {} of an edge, the last from {}: {}",
          count == 1 ? "a stream" : count + " streams",
          AddressText.of(from),
          why.text());
    }

    @Override
    public boolean isDirecting() {
      return isDirecting.getAsBoolean();
    }
  }
}
