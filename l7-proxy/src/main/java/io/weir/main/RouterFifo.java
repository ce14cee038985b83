package io.weir.main;

import io.weir.vrrp.libc.Fifo;
import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.run.Notice;
import io.weir.vrrp.run.RouterId;
import io.weir.vrrp.state.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes roles to a named pipe, in the lines of keepalived's vrrp_notify_fifo: {@code INSTANCE "51
 * on eth0" MASTER 200}, and {@code GROUP "gateway" MASTER 0} when all of a group are where it is. A
 * line that nobody has made room for is left out, and told in the log. The keeper's thread writes,
 * and never waits.
 */
final class RouterFifo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterFifo.class);

  private final Fifo fifo;
  private final Map<RouterId, Role> roles = new HashMap<>();
  private final Map<String, Role> told = new HashMap<>();
  private volatile Map<RouterId, String> groups = Map.of();
  private long lost;

  private RouterFifo(Fifo fifo) {
    this.fifo = fifo;
  }

  /**
   * Opens the pipe.
   *
   * @throws IOException as {@link Fifo#open}
   */
  static RouterFifo open(Path path) throws IOException {
    return new RouterFifo(Fifo.open(path));
  }

  Path path() {
    return fifo.path();
  }

  /** Which routers move together from now on, by the name of their group. */
  void use(Map<RouterId, String> next) {
    groups = Map.copyOf(next);
  }

  /** Writes what has happened. One thread. */
  void noticed(Notice notice) {
    switch (notice) {
      case Notice.Moved(var router, var move) -> {
        roles.put(router, move.to());
        write("INSTANCE", router.toString(), RouterHooks.state(move.to()), move.priority());
        tellGroup(router);
      }
      case Notice.Reasserted(var router, int priority) ->
          write("INSTANCE", router.toString(), "MASTER_RX_LOWER_PRI", priority);
      case Notice.Refused _, Notice.OtherAddresses _, Notice.Conflict _, Notice.Failed _ -> {}
    }
  }

  private void tellGroup(RouterId router) {
    var all = groups;
    var group = all.get(router);
    if (group == null) {
      return;
    }
    var members =
        all.entrySet().stream()
            .filter(one -> one.getValue().equals(group))
            .map(one -> roles.getOrDefault(one.getKey(), Role.INIT))
            .collect(Collectors.toSet());
    var role = together(members);
    if (role.isPresent() && !role.equals(Optional.ofNullable(told.put(group, role.get())))) {
      // keepalived's groups have no priority, and say 0.
      write("GROUP", group, RouterHooks.state(role.get()), 0);
    }
  }

  /** What they all are; a group is in fault if one of it is. */
  private static Optional<Role> together(Set<Role> members) {
    if (members.contains(Role.FAULT)) {
      return Optional.of(Role.FAULT);
    }
    return members.size() == 1 ? Optional.of(members.iterator().next()) : Optional.empty();
  }

  private void write(String kind, String name, String state, int priority) {
    try {
      if (fifo.write("%s \"%s\" %s %d\n".formatted(kind, name, state, priority))) {
        if (lost > 0) {
          LOG.warn("'{}' is read again; {} lines were left out", fifo.path(), lost);
        }
        lost = 0;
        return;
      }
    } catch (SystemCallException e) {
      LOG.error("cannot tell of {}: {}", name, e.description());
      return;
    }
    if (lost == 0) {
      LOG.error("nobody reads '{}', and it is full: lines are left out", fifo.path());
    }
    lost++;
  }

  @Override
  public void close() {
    fifo.close();
  }
}
