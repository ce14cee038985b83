package io.weir.main;

import io.weir.proxy.admin.PurgeOutcome;
import io.weir.proxy.admin.PurgeRequest;
import java.util.List;

/** Purges the caches of a proxy as its admin port does, for tests. */
public final class Purging {
  private Purging() {}

  public static PurgeOutcome urls(ProxyServer server, boolean isSoft, String... urls) {
    return purge(
        server,
        new PurgeRequest(List.of(), isSoft, false, List.of(urls), List.of(), List.of(), List.of()));
  }

  public static PurgeOutcome tags(ProxyServer server, boolean isSoft, String... tags) {
    return purge(
        server,
        new PurgeRequest(List.of(), isSoft, false, List.of(), List.of(), List.of(), List.of(tags)));
  }

  public static PurgeOutcome purge(ProxyServer server, PurgeRequest request) {
    return new PurgeDesk(server).purge(request).await();
  }
}
