package io.weir.dsl.check;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.Virtual;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import java.util.List;

/** Finds services whose quorum is never lost, or never had. */
public final class Quorums {
  private Quorums() {}

  /** Reports them. */
  public static void report(WeirConfig config, Findings findings) {
    for (var service : config.director().map(Director::services).orElse(List.of())) {
      if (service.isGuarded() && !isJoined(config, service)) {
        report(service, findings);
      }
    }
  }

  /** Whether servers that the block does not name may join the service. */
  private static boolean isJoined(WeirConfig config, Virtual service) {
    return config.director().flatMap(Director::edges).isPresent()
        || config.registrations().stream().anyMatch(it -> it.of().equals(service.at()));
  }

  private static void report(Virtual service, Findings findings) {
    long weight = service.reals().stream().mapToLong(Virtual.Real::weight).sum();
    long needed = service.quorum().map(it -> (long) it.weight() + it.hysteresis()).orElse(1L);
    if (weight < needed) {
      findings.add(
          Diagnostic.of(
              Code.STEADY_QUORUM,
              service.span(),
              "there is never a quorum: the real servers weigh %d together; it takes %d"
                  .formatted(weight, needed)));
    } else if (service.probe().isEmpty()) {
      findings.add(
          Diagnostic.of(
                  Code.STEADY_QUORUM,
                  service.span(),
                  "there is always a quorum: nobody asks whether the real servers are alive")
              .hint("write: probe tcp"));
    }
  }
}
