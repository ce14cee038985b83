package io.weir.proxy.config;

import io.weir.dsl.model.Listener;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.WeirConfig;
import io.weir.proxy.auth.Logins;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Terms;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import io.weir.proxy.limit.RateLimits;
import io.weir.proxy.respond.ErrorReplies;
import io.weir.proxy.route.RouteTable;
import io.weir.proxy.route.TrustedClient;
import java.io.Closeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One configuration, compiled: all that a request needs to be answered. Immutable and shared by
 * every loop; a request reads which one is in force once, and ends on that one.
 *
 * @param generation counts the snapshots that this process has put in force, from 1
 * @param chains what answers a route, by its number in the table
 * @param slots where the metrics of a route are counted, by its number in the table
 * @param via the whole {@code Via} line for replies, or nothing
 * @param limits what its chains limit rates with
 * @param closeables what is closed when the snapshot is no longer used
 */
public record Snapshot(
    long generation,
    WeirConfig config,
    RouteTable routes,
    List<Next> chains,
    int[] slots,
    TrustedClient trusted,
    Logins logins,
    ErrorReplies errors,
    byte[] via,
    RateLimits.Filters limits,
    List<Closeable> closeables)
    implements Terms {
  public Snapshot {
    chains = List.copyOf(chains);
    closeables = List.copyOf(closeables);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very one, as always but after a change
  public @Nullable Listener listener(Listener former) {
    Listener found = null;
    for (var listener : config.listeners()) {
      if (listener == former) {
        return listener;
      }
      if (listener.at().equals(former.at())) {
        found = listener;
      }
    }
    return found;
  }

  @Override
  public Reply rescue(ProxyFailure failure) {
    return errors.of(failure);
  }

  /** The names of the routes, by their numbers. */
  public List<String> routeNames() {
    return config.hosts().stream()
        .flatMap(host -> host.routes().stream())
        .map(Route::name)
        .toList();
  }

  /** The same with the places where the metrics of its routes are counted. */
  public Snapshot countedAt(int[] places) {
    return new Snapshot(
        generation,
        config,
        routes,
        chains,
        places,
        trusted,
        logins,
        errors,
        via,
        limits,
        closeables);
  }
}
