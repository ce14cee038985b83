package io.weir.main;

import io.weir.vrrp.run.Move;
import io.weir.vrrp.run.Notice;
import io.weir.vrrp.run.RoleListener;
import io.weir.vrrp.run.RouterId;
import io.weir.vrrp.state.Role;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log, hooks and the kernel's balancing what virtual routers do. On the keeper's thread. */
final class RouterEvents implements RoleListener {
  private static final Logger LOG = LoggerFactory.getLogger(RouterEvents.class);

  private final RouterHooks hooks;
  private final Consumer<Direction> directs;
  private final Set<RouterId> active = ConcurrentHashMap.newKeySet();
  private volatile boolean hasRouters;

  /** Null: nobody wants lines. */
  private volatile @Nullable RouterFifo fifo;

  /**
   * Tells the kernel's balancing, too: only who has the addresses of its routers directs.
   *
   * @param directs told who directs; the addresses wait for it
   */
  RouterEvents(RouterHooks hooks, Consumer<Direction> directs) {
    this.hooks = hooks;
    this.directs = directs;
  }

  /** Whether there are routers from now on, of which none is active at first. */
  void has(boolean routers) {
    hasRouters = routers;
    tell();
  }

  /** Roles are written there from now on, or nowhere. */
  void write(@Nullable RouterFifo next) {
    fifo = next;
  }

  @Override
  public void claimed(RouterId router) {
    active.add(router);
    tell();
  }

  @Override
  public void releasing(RouterId router) {
    active.remove(router);
    tell();
  }

  private void tell() {
    var numbers = active.stream().map(RouterId::vrid).collect(Collectors.toSet());
    directs.accept(new Direction(hasRouters && numbers.isEmpty(), numbers));
  }

  @Override
  public void noticed(Notice notice) {
    hooks.noticed(notice);
    var lines = fifo;
    if (lines != null) {
      lines.noticed(notice);
    }
    switch (notice) {
      case Notice.Moved(var router, var move) -> moved(router, move);
      case Notice.Reasserted(var router, _) ->
          LOG.warn(
              "virtual router {}: another router of lower priority was active as well; it was told",
              router);
      case Notice.Refused(var router, var reason, var source) ->
          LOG.warn(
              "virtual router {}: dropped an advert of {}: {}",
              router,
              source.getHostAddress(),
              reason.meaning());
      case Notice.OtherAddresses(var router, var source) ->
          LOG.warn(
              "virtual router {}: adverts of {} have other addresses than are configured here",
              router,
              source.getHostAddress());
      case Notice.Conflict(var router, var frame) ->
          LOG.warn(
              "virtual router {}: another machine says that it has {}; it was told, and is not"
                  + " active by its adverts",
              router,
              frame);
      case Notice.Failed(var router, var what) -> LOG.error("virtual router {}: {}", router, what);
    }
  }

  private static void moved(RouterId router, Move move) {
    var leader =
        move.leader()
            .filter(one -> one.priority() > 0)
            .map(one ->
                " (%s, priority %d)".formatted(one.address().getHostAddress(), one.priority()))
            .orElse("");
    boolean isTrouble = move.to() == Role.FAULT;
    var line = "virtual router {}: {} after {}, as {}{}";
    Object[] values = {
      router, move.to().label(), move.from().label(), move.cause().meaning(), leader
    };
    if (isTrouble) {
      LOG.warn(line, values);
    } else {
      LOG.info(line, values);
    }
  }
}
