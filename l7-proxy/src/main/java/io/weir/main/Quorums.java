package io.weir.main;

import io.weir.dsl.model.Virtual;
import io.weir.lvs.table.ServiceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which services have a quorum, over time; the log is told when one is lost or had again. Its
 * callers take turns.
 */
final class Quorums {
  private static final Logger LOG = LoggerFactory.getLogger(Quorums.class);

  private final Map<ServiceKey, Boolean> held = new HashMap<>();

  /**
   * Takes in what there is now; others than these services are forgotten.
   *
   * @param weights what the live servers of each service weigh together
   */
  void settle(List<Virtual> services, Map<ServiceKey, Long> weights) {
    held.keySet().retainAll(services.stream().map(it -> KernelTable.key(it.at())).toList());
    for (var service : services) {
      var key = KernelTable.key(service.at());
      long live = weights.getOrDefault(key, 0L);
      var before = held.get(key);
      boolean isHeld = KernelTable.quorum(service).isHeld(Boolean.TRUE.equals(before), live);
      held.put(key, isHeld);
      // At the start a quorum is no news.
      if (before == null ? !isHeld : before != isHeld) {
        tell(service, isHeld, live);
      }
    }
  }

  private static void tell(Virtual service, boolean isHeld, long live) {
    var sorry = service.sorry().map(it -> it.at().toString());
    if (isHeld) {
      LOG.info("service {} has its quorum again: live servers weigh {}", service.at(), live);
    } else if (sorry.isPresent()) {
      LOG.warn(
          "service {} has no quorum: live servers weigh {}; the sorry server {} serves",
          service.at(),
          live,
          sorry.get());
    } else {
      LOG.warn("service {} has no quorum: live servers weigh {}", service.at(), live);
    }
  }

  /** Whether a service has a quorum; one that needs none has. */
  boolean isHeld(ServiceKey service) {
    return held.getOrDefault(service, true);
  }

  /** Each service that needs a quorum, and whether it has one; a copy. */
  Map<ServiceKey, Boolean> all() {
    return Map.copyOf(held);
  }
}
