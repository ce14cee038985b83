package io.weir.main;

import io.vertx.core.Future;
import io.weir.dsl.model.Admin;
import io.weir.proxy.admin.AdminParts;
import io.weir.proxy.admin.AdminServer;
import io.weir.proxy.admin.ConfigControl;
import io.weir.proxy.admin.ReloadOutcome;
import io.weir.proxy.metric.Exposition;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The admin port of a service: open where the configuration in force wants it. */
final class AdminPort {
  private final Service service;
  private final ProxyServer proxy;
  private @Nullable Exposition exposition;
  private @Nullable Open open;

  /** The port as it is open, and as it was asked for. */
  private record Open(Admin admin, AdminServer server) {}

  AdminPort(Service service, ProxyServer proxy) {
    this.service = service;
    this.proxy = proxy;
  }

  /** The port, if there is one. */
  OptionalInt port() {
    return open == null ? OptionalInt.empty() : OptionalInt.of(open.server.port());
  }

  /**
   * Opens the port that is wanted beside the one that is open. Vert.x lets both share an address,
   * so that one with another token takes over without a gap.
   *
   * @throws IOException if it cannot be opened
   */
  Change prepare(Optional<Admin> wanted) throws IOException {
    var now = open;
    if (wanted.isEmpty()) {
      return new Change(null);
    }
    var admin = wanted.get();
    if (now != null && isSame(now.admin, admin)) {
      return new Change(now);
    }
    try {
      var server =
          AdminServer.start(proxy.vertx(), admin, parts())
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return new Change(new Open(admin, server));
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot open the admin port on '" + admin.at() + "': " + cause.getMessage(), cause);
    }
  }

  void close() {
    new Change(null).keep();
    if (exposition != null) {
      exposition.close();
    }
  }

  /** Made late: Micrometer takes its time, and many have no admin port. */
  private AdminParts parts() {
    var metrics = exposition;
    if (metrics == null) {
      metrics = new Exposition(proxy.metrics(), Version.weir());
      exposition = metrics;
    }
    return new AdminParts(new Control(), service::health, metrics::scrape);
  }

  /** A port that is about to take the place of the one that is open. */
  final class Change implements AutoCloseable {
    private final @Nullable Open next;
    private boolean kept;

    private Change(@Nullable Open next) {
      this.next = next;
    }

    /** Closes the port that was open, if the next one is another. */
    void keep() {
      var last = open;
      kept = true;
      open = next;
      if (last != null && !last.equals(next)) {
        closed(last);
      }
    }

    @Override
    public void close() {
      if (!kept && next != null && !next.equals(open)) {
        closed(next);
      }
    }

    private void closed(Open port) {
      port.server.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static boolean isSame(Admin one, Admin other) {
    return one.at().equals(other.at()) && one.tokenFile().equals(other.tokenFile());
  }

  private final class Control implements ConfigControl {
    @Override
    public Future<ReloadOutcome> apply(String weirText) {
      return off(() -> service.apply(weirText));
    }

    @Override
    public Future<ReloadOutcome> reload() {
      return off(service::load);
    }

    @Override
    public String running() {
      return service.running();
    }

    private Future<ReloadOutcome> off(Callable<Outcome> change) {
      return proxy
          .vertx()
          .executeBlocking(change, false)
          .compose(outcome ->
              switch (outcome) {
                case Outcome.InForce(var generation, var warnings) ->
                    Future.succeededFuture(new ReloadOutcome.Applied(generation, warnings));
                case Outcome.Rejected(var errors) ->
                    Future.succeededFuture(new ReloadOutcome.Rejected(errors));
                case Outcome.Failed(var message) -> Future.failedFuture(message);
              });
    }
  }
}
