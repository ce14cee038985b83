package io.weir.vrrp.run;

import io.weir.vrrp.libc.SystemCallException;
import io.weir.vrrp.link.KernelRoute;
import io.weir.vrrp.link.KernelRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Routes and rules that go with the addresses of routers. Those that the kernel has dropped, since
 * their interface was down, are added again. The keeper's thread.
 */
final class KeptRoutes implements AutoCloseable {
  private static final String FINE = "";

  private final KernelRoutes routes = new KernelRoutes();
  private final BiConsumer<Holding, IOException> failed;

  /** What is there for each router, with what is wrong with it. */
  private final Map<Holding, Map<KernelRoute, String>> kept = new HashMap<>();

  /**
   * Keeps nothing yet.
   *
   * @param failed told once of each thing that cannot be
   */
  KeptRoutes(BiConsumer<Holding, IOException> failed) throws SystemCallException {
    this.failed = failed;
  }

  /** Takes away what an earlier run may have left. */
  void sweep(Holding holding) {
    remove(holding, holding.wished().routes());
  }

  /** Has these be there and no others of the router. */
  void put(Holding holding, List<KernelRoute> wanted) {
    var there = kept.computeIfAbsent(holding, _ -> new LinkedHashMap<>());
    var gone = there.keySet().stream().filter(one -> !wanted.contains(one)).toList();
    remove(holding, gone);
    there.keySet().removeAll(gone);
    for (var one : wanted) {
      there.put(one, add(holding, one, there.get(one)));
    }
  }

  private String add(Holding holding, KernelRoute one, @Nullable String known) {
    try {
      boolean isNew = routes.add(one);
      if (isNew || known != null) {
        return FINE;
      }
      var foreign = new IOException("found the same as this already: " + one.text());
      failed.accept(holding, foreign);
      return FINE;
    } catch (SystemCallException e) {
      if (!e.description().equals(known)) {
        failed.accept(holding, e);
      }
      return e.description();
    }
  }

  /** Takes away all of a router's, the last one first. */
  void remove(Holding holding) {
    var there = kept.remove(holding);
    if (there != null) {
      remove(holding, new ArrayList<>(there.keySet()).reversed());
    }
  }

  private void remove(Holding holding, List<KernelRoute> gone) {
    for (var one : gone) {
      try {
        routes.remove(one);
      } catch (SystemCallException e) {
        failed.accept(holding, e);
      }
    }
  }

  @Override
  public void close() {
    routes.close();
  }
}
