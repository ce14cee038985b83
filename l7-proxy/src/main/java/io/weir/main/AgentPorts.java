package io.weir.main;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.weir.dsl.model.Agent;
import io.weir.dsl.model.Endpoint;
import io.weir.proxy.config.Unavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Ports that tell other balancers how much of the traffic Weir asks for: by a line, as HAProxy's
 * agent-check expects (HAProxy's configuration manual, "agent-check"), or by HTTP.
 */
final class AgentPorts {
  private static final int IDLE_SECONDS = 5;

  /** Those who send something may not have read the answer when the connection is closed. */
  private static final long LINGER_MILLIS = 100;

  private final Vertx vertx;
  private final IntSupplier percent;
  private final Map<Key, Open> open = new HashMap<>();

  private record Key(Endpoint at, boolean isHttp) {}

  /** A port that is open. */
  private record Open(int port, Supplier<Future<Void>> close) {}

  /**
   * @param percent how much is wanted; asked on an event loop
   */
  AgentPorts(Vertx vertx, IntSupplier percent) {
    this.vertx = vertx;
    this.percent = percent;
  }

  /** The port that an agent answers at. */
  int port(Agent agent) {
    var found = open.get(key(agent));
    if (found == null) {
      throw new IllegalArgumentException("found no open port for " + agent.at());
    }
    return found.port();
  }

  /**
   * Opens what is wanted beside what is open.
   *
   * @throws Unavailable if one cannot be opened; the others are closed again
   */
  Change prepare(List<Agent> agents) throws Unavailable {
    var change = new Change(agents);
    for (var agent : agents) {
      if (open.containsKey(key(agent))) {
        continue;
      }
      try {
        change.opened.put(key(agent), open(agent));
      } catch (CompletionException e) {
        change.close();
        var cause = e.getCause() == null ? e : e.getCause();
        throw new Unavailable(
            "cannot open the agent's port on '" + agent.at() + "': " + cause.getMessage(),
            agent.span(),
            cause);
      }
    }
    return change;
  }

  void close() {
    open.values().forEach(one -> join(one.close().get()));
    open.clear();
  }

  private Open open(Agent agent) {
    var host = agent.at().host().isEmpty() ? "::" : agent.at().host();
    int port = agent.at().port();
    if (agent.isHttp()) {
      var options =
          new HttpServerOptions()
              .setHttp2ClearTextEnabled(false)
              .setIdleTimeout(IDLE_SECONDS)
              .setIdleTimeoutUnit(TimeUnit.SECONDS);
      var server = vertx.createHttpServer(options).requestHandler(this::answer);
      join(server.listen(port, host));
      return new Open(server.actualPort(), server::close);
    }
    var options =
        new NetServerOptions().setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    var server = vertx.createNetServer(options).connectHandler(this::tell);
    join(server.listen(port, host));
    return new Open(server.actualPort(), server::close);
  }

  private void tell(NetSocket socket) {
    socket.exceptionHandler(_ -> socket.close());
    socket.handler(_ -> {});
    socket.write(line(percent.getAsInt()));
    long timer = vertx.setTimer(LINGER_MILLIS, _ -> socket.close());
    socket.closeHandler(_ -> vertx.cancelTimer(timer));
  }

  /** "ready" and "up" take back what a former answer or check has said. */
  static String line(int percent) {
    return percent == 0 ? "drain\n" : "ready up " + percent + "%\n";
  }

  private void answer(HttpServerRequest request) {
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    var response = request.response();
    response.putHeader("Content-Type", "text/plain; charset=utf-8");
    response.putHeader("Cache-Control", "no-store");
    int now = percent.getAsInt();
    if (!reads) {
      response.setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
    } else if (!"/l4/weight".equals(request.path())) {
      response.setStatusCode(404).end("found nothing here; expected /l4/weight\n");
    } else {
      response.setStatusCode(now == 0 ? 503 : 200).end(now + "\n");
    }
  }

  private static Key key(Agent agent) {
    return new Key(agent.at(), agent.isHttp());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** Ports that are about to take the place of those that are open. */
  final class Change implements AutoCloseable {
    private final List<Key> wanted;
    private final Map<Key, Open> opened = new HashMap<>();

    private Change(List<Agent> agents) {
      this.wanted = agents.stream().map(AgentPorts::key).toList();
    }

    /** Closes those that are wanted no more. */
    void keep() {
      open.putAll(opened);
      opened.clear();
      open.entrySet()
          .removeIf(one -> {
            boolean isOver = !wanted.contains(one.getKey());
            if (isOver) {
              join(one.getValue().close().get());
            }
            return isOver;
          });
    }

    @Override
    public void close() {
      opened.values().forEach(one -> join(one.close().get()));
      opened.clear();
    }
  }
}
