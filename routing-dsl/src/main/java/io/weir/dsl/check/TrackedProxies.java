package io.weir.dsl.check;

import io.weir.dsl.model.VrrpTrack;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;

/** Finds virtual routers that follow a proxy which the file does not have. */
public final class TrackedProxies {
  private TrackedProxies() {}

  /** Reports them. */
  public static void report(WeirConfig config, Findings findings) {
    if (!config.listeners().isEmpty() || config.director().isEmpty()) {
      return;
    }
    for (var router : config.director().get().routers()) {
      if (router.tracks().stream().anyMatch(VrrpTrack.Proxy.class::isInstance)) {
        findings.add(
            Diagnostic.of(
                    Code.NO_EFFECT,
                    router.span(),
                    "\"track proxy\" follows a proxy, and this file listens nowhere")
                .hint("write at the top of the file: listen :80"));
      }
    }
  }
}
