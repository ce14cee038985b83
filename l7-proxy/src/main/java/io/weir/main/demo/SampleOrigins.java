package io.weir.main.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Small applications to stand behind a proxy, each on a loopback port of its own and with a name.
 * They answer {@code /whoami}, {@code /echo}, {@code /slow} (after a second), {@code /events}
 * (three server-sent events) and WebSockets, whose messages they send back.
 */
public final class SampleOrigins implements AutoCloseable {
  private static final long SLOW_MILLIS = 1000;
  private static final long EVENT_MILLIS = 200;
  private static final int EVENTS = 3;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<Integer> ports = new ArrayList<>();

  private SampleOrigins() {}

  /**
   * Starts one origin for each name; blocks until all listen.
   *
   * @param ports where each listens; 0 for any free port
   */
  public static SampleOrigins start(List<String> names, List<Integer> ports) {
    var origins = new SampleOrigins();
    for (int i = 0; i < names.size(); i++) {
      origins.ports.add(join(origins.listen(names.get(i), ports.get(i))).actualPort());
    }
    return origins;
  }

  /** The ports, in the order of the names. */
  public List<Integer> ports() {
    return List.copyOf(ports);
  }

  @Override
  public void close() {
    join(vertx.close());
  }

  private Future<HttpServer> listen(String name, int port) {
    return vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
        .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
        .requestHandler(request -> answer(name, request))
        .listen();
  }

  private void answer(String name, HttpServerRequest request) {
    var response = request.response().putHeader("Content-Type", "text/plain; charset=utf-8");
    switch (request.path()) {
      case "/whoami" -> response.end(name + "\n");
      case "/echo" -> echo(request, response);
      case "/slow" -> vertx.setTimer(SLOW_MILLIS, _ -> response.end("that took a second\n"));
      case "/events" -> {
        response.putHeader("Content-Type", "text/event-stream").setChunked(true);
        event(response, 1);
      }
      case null, default -> response.setStatusCode(404).end(name + " has nothing here\n");
    }
  }

  private static void echo(HttpServerRequest request, HttpServerResponse response) {
    var text = new StringBuilder(request.method() + " " + request.uri() + "\n");
    request
        .headers()
        .forEach(field -> text.append(field.getKey() + ": " + field.getValue() + "\n"));
    request.body().onSuccess(body -> response.end(text + "\n" + body + "\n"));
  }

  private void event(HttpServerResponse response, int number) {
    response.write("data: event " + number + "\n\n");
    vertx.setTimer(
        EVENT_MILLIS,
        _ -> {
          if (response.closed()) {
            return;
          }
          if (number == EVENTS) {
            response.end();
          } else {
            event(response, number + 1);
          }
        });
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
