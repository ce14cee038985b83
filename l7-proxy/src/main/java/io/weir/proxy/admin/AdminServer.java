package io.weir.proxy.admin;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.weir.dsl.model.Admin;
import io.weir.dsl.model.NamedFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port, open from {@link #start} to {@link #close}. With a token it answers whoever sends
 * it as {@code Authorization: Bearer} (RFC 6750 2.1), without one only this machine: all of its
 * users about how Weir is, and only Weir's own and root about the rest.
 */
public final class AdminServer {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int IDLE_SECONDS = 60;
  private static final long LINGER_MILLIS = 1000;

  private final Vertx vertx;
  private final Calls calls;
  private final @Nullable TokenFile tokens;
  private final LocalUsers users = new LocalUsers();
  private @Nullable HttpServer server;
  private @Nullable String deployment;

  private AdminServer(Vertx vertx, Calls calls, @Nullable TokenFile tokens) {
    this.vertx = vertx;
    this.calls = calls;
    this.tokens = tokens;
  }

  /**
   * Opens the port on a context of its own. Fails if the port is taken, or the token's file cannot
   * be read or is empty.
   */
  public static Future<AdminServer> start(Vertx vertx, Admin admin, AdminParts parts) {
    return vertx
        .executeBlocking(() -> {
          var file = admin.tokenFile().map(NamedFile::path);
          var tokens = file.isPresent() ? new TokenFile(Path.of(file.get())) : null;
          return new AdminServer(vertx, new Calls(vertx, parts), tokens);
        })
        .compose(made ->
            vertx
                .deployVerticle(made.listening(admin))
                .map(id -> {
                  made.deployment = id;
                  return made;
                }));
  }

  /** The port listened on. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  /** Closes the port at once, and each connection when its request is answered, or soon. */
  public Future<Void> close() {
    var listening = server;
    var id = deployment;
    return listening == null || id == null
        ? Future.succeededFuture()
        : listening
            .shutdown(LINGER_MILLIS, TimeUnit.MILLISECONDS)
            .eventually(() -> vertx.undeploy(id));
  }

  private Deployable listening(Admin admin) {
    var host = admin.at().host();
    var options =
        new HttpServerOptions()
            .setHost(host.isEmpty() ? "::" : host)
            .setPort(admin.at().port())
            .setCompressionSupported(true)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    return (Context _) -> {
      var made = vertx.createHttpServer(options).requestHandler(this::handle);
      server = made;
      return made.listen();
    };
  }

  private void handle(HttpServerRequest request) {
    request.pause();
    request.exceptionHandler(thrown -> LOG.debug("admin request given up: {}", thrown.toString()));
    refusal(request)
        .compose(refused ->
            refused.isPresent()
                ? Future.succeededFuture(answer(refused.get()))
                : calls.answer(request))
        .otherwise(AdminServer::failed)
        .onSuccess(answer -> send(request, answer));
  }

  private Future<Optional<Gate.Refusal>> refusal(HttpServerRequest request) {
    var origins =
        new Gate.Origins(
            isLocal(request.remoteAddress().hostAddress()),
            request.getHeader("Host"),
            request.getHeader("Origin"),
            request.getHeader("Sec-Fetch-Site"),
            request.getHeader("Authorization"));
    var file = tokens;
    if (file == null) {
      var refused = Gate.refusal(origins, null);
      return refused.isPresent() || Calls.isForAnybody(request)
          ? Future.succeededFuture(refused)
          : vertx.executeBlocking(
              () -> users.refusal(at(request.remoteAddress()), at(request.localAddress())));
    }
    return vertx.executeBlocking(file::current).map(token -> Gate.refusal(origins, token));
  }

  private static InetSocketAddress at(SocketAddress address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address.hostAddress()), address.port());
  }

  private static boolean isLocal(@Nullable String address) {
    try {
      return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Answer answer(Gate.Refusal refusal) {
    var answer = Answer.text(refusal.status(), refusal.reason());
    return refusal.status() == 401
        ? answer.with("WWW-Authenticate", "Bearer realm=\"weir\"")
        : answer;
  }

  private static Answer failed(Throwable thrown) {
    if (thrown instanceof RequestText.Refused refused) {
      return Answer.text(refused.status(), String.valueOf(refused.getMessage()));
    }
    LOG.error("admin request", thrown);
    return Answer.text(500, String.valueOf(thrown.getMessage()));
  }

  private void send(HttpServerRequest request, Answer answer) {
    var response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status());
    response.putHeader("Content-Type", answer.type());
    response.putHeader("Cache-Control", "no-store");
    response.putHeader("X-Content-Type-Options", "nosniff");
    answer.field().ifPresent(field -> response.putHeader(field.name(), field.value()));
    if (!request.isEnded()) {
      discardRest(request);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(answer.body().length()));
      response.end();
    } else {
      response.end(answer.body());
    }
  }

  /**
   * Lets the client finish sending what nobody reads, for a while: closing at once would reset the
   * connection, and the client might never see the answer (RFC 9112 9.6).
   */
  private void discardRest(HttpServerRequest request) {
    request.handler(_ -> {});
    long timer = vertx.setTimer(LINGER_MILLIS, _ -> request.connection().close());
    request.endHandler(_ -> vertx.cancelTimer(timer));
    request.resume();
  }
}
