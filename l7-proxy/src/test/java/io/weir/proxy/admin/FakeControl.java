package io.weir.proxy.admin;

import io.vertx.core.Future;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.io.IOException;
import java.util.List;

/** Takes any text but one of version 9. */
final class FakeControl implements ConfigControl {
  private volatile String running = "weir 1";
  volatile int generation = 1;
  volatile boolean isBroken;

  @Override
  public Future<ReloadOutcome> apply(String weirText) {
    if (weirText.equals("weir 9")) {
      var span = new Span(new Source("put.weir", weirText), 5, 6);
      var diagnostic = Diagnostic.of(Code.VERSION, span, "found version 9");
      return Future.succeededFuture(new ReloadOutcome.Rejected(List.of(diagnostic)));
    }
    running = weirText;
    return reload();
  }

  @Override
  public Future<ReloadOutcome> reload() {
    if (isBroken) {
      return Future.failedFuture(new IOException("site.weir is gone"));
    }
    int now = generation + 1;
    generation = now;
    return Future.succeededFuture(new ReloadOutcome.Applied(now, List.of()));
  }

  @Override
  public String running() {
    return running;
  }
}
