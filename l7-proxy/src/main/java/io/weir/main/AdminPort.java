package io.weir.main;

import io.vertx.core.Future;
import io.weir.dsl.model.Admin;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.source.DiagnosticText;
import io.weir.proxy.admin.AdminParts;
import io.weir.proxy.admin.AdminServer;
import io.weir.proxy.admin.ConfigControl;
import io.weir.proxy.admin.EdgeSource;
import io.weir.proxy.admin.ReloadOutcome;
import io.weir.proxy.admin.RouterSource;
import io.weir.proxy.config.Unavailable;
import io.weir.proxy.metric.Exposition;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin port of a service: open where the configuration in force wants it. */
final class AdminPort {
  private static final Logger LOG = LoggerFactory.getLogger(AdminPort.class);

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
   * @throws Unavailable if it cannot be opened
   */
  Change prepare(Optional<Admin> wanted) throws Unavailable {
    var now = open;
    if (wanted.isEmpty()) {
      return new Change(null);
    }
    var admin = wanted.get();
    if (now != null && isSame(now.admin, admin)) {
      return new Change(now);
    }
    try {
      var server = join(AdminServer.start(proxy.vertx(), admin, parts()));
      return new Change(new Open(admin, server));
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new Unavailable(
          "cannot open the admin port on '" + admin.at() + "': " + cause.getMessage(),
          admin.span(),
          cause);
    }
  }

  void close() {
    if (open != null) {
      join(open.server.close());
      open = null;
    }
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
    return new AdminParts(
        new Control(),
        service::health,
        metrics::scrape,
        new PurgeDesk(proxy),
        routers(),
        new WeightDesk(service.wiring(), proxy),
        edges());
  }

  private EdgeSource edges() {
    var wiring = service.wiring();
    return new EdgeSource() {
      @Override
      public String text() {
        return EdgeReport.text(wiring.edges(), wiring.directors(), System.nanoTime());
      }

      @Override
      public String json() {
        return EdgeReport.json(wiring.edges(), wiring.directors(), System.nanoTime());
      }
    };
  }

  private RouterSource routers() {
    var routers = service.routers();
    return new RouterSource() {
      @Override
      public String text() {
        return RouterReport.text(routers.status());
      }

      @Override
      public String json() {
        return RouterReport.json(routers.status());
      }
    };
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
        // Not waited for: what asked for the change may be a request to that very port.
        last.server
            .close()
            .onFailure(thrown -> LOG.warn("the former admin port did not close", thrown));
      }
    }

    @Override
    public void close() {
      if (!kept && next != null && !next.equals(open)) {
        join(next.server.close());
      }
    }
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static boolean isSame(Admin one, Admin other) {
    return one.at().equals(other.at())
        && one.tokenFile().map(NamedFile::path).equals(other.tokenFile().map(NamedFile::path));
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

    /**
     * On a thread that Vert.x knows nothing of: a port opened in the course of a request would be
     * closed with the port that the request came to.
     */
    private Future<ReloadOutcome> off(Supplier<Outcome> change) {
      // Told before the next one has its turn, so that the log has them in their order.
      var done =
          CompletableFuture.supplyAsync(
              () -> service.inTurn(() -> told(change.get())),
              task -> Thread.ofVirtual().start(task));
      return Future.fromCompletionStage(done, proxy.vertx().getOrCreateContext());
    }

    private static ReloadOutcome told(Outcome outcome) {
      return switch (outcome) {
        case Outcome.InForce(var generation, var warnings) -> {
          LOG.info("configuration {} is in force, by way of the admin port", generation);
          yield new ReloadOutcome.Applied(generation, warnings);
        }
        case Outcome.Rejected(var errors) -> {
          LOG.warn(
              "refused a configuration by way of the admin port; the first of {} errors: {}",
              errors.size(),
              DiagnosticText.line(errors.getFirst()));
          yield new ReloadOutcome.Rejected(errors);
        }
        case Outcome.Failed(var diagnostic) -> {
          LOG.warn(
              "could not put in force a configuration by way of the admin port: {}",
              DiagnosticText.line(diagnostic));
          yield new ReloadOutcome.Failed(diagnostic);
        }
      };
    }
  }
}
