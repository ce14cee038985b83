package io.weir.proxy.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Supplier;

/** What each path of the admin port does. On the admin port's context. */
final class Calls {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final String FORM = "application/x-www-form-urlencoded";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Weir</title>
      <style>body { font: 16px/1.5 system-ui; margin: 3em auto; max-width: 40em }</style>
      <h1>Weir</h1>
      <table>
      <tr><td>GET <a href="/healthz">/healthz</a><td>200 while it serves, 503 while it drains
      <tr><td>GET <a href="/metrics">/metrics</a><td>counters, for Prometheus
      <tr><td>GET <a href="/config">/config</a><td>the configuration that runs
      <tr><td>PUT /config<td>run another one: all of it, or none if anything is wrong
      <tr><td>POST /purge<td>make caches forget what a form names: url, prefix, glob, tag, all
      <tr><td>GET <a href="/vrrp">/vrrp</a><td>virtual routers: roles, reasons, history
      <tr><td>GET <a href="/l4/weight">/l4/weight</a><td>the part of the traffic that is wanted, in per cent; 503 if none is
      <tr><td>POST /l4/weight<td>fix it by a form: weight=50, or weight=auto
      <tr><td>GET <a href="/edges">/edges</a><td>registrations: edges here, and directors of this edge
      <tr><td>POST /reload<td>read the configuration's files again
      </table>
      </html>
      """;

  private final Vertx vertx;
  private final AdminParts parts;

  Calls(Vertx vertx, AdminParts parts) {
    this.vertx = vertx;
    this.parts = parts;
  }

  /** Answers a request that was let in; it is paused. */
  Future<Answer> answer(HttpServerRequest request) {
    var method = request.method();
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    return switch (request.path()) {
      case "/" -> reads ? page() : notAllowed("GET, HEAD");
      case "/healthz" -> reads ? health() : notAllowed("GET, HEAD");
      case "/metrics" -> reads ? metrics(request) : notAllowed("GET, HEAD");
      case "/config" -> {
        if (reads) {
          yield Future.succeededFuture(
              Answer.of(200, Answer.TEXT, Buffer.buffer(parts.config().running())));
        }
        yield method.equals(HttpMethod.PUT) ? apply(request) : notAllowed("GET, HEAD, PUT");
      }
      case "/purge" -> method.equals(HttpMethod.POST) ? purge(request) : notAllowed("POST");
      case "/vrrp" -> reads ? routers(request) : notAllowed("GET, HEAD");
      case "/l4/weight" -> {
        if (reads) {
          yield Future.succeededFuture(Answer.weight(parts.weight().percent()));
        }
        yield method.equals(HttpMethod.POST) ? fixWeight(request) : notAllowed("GET, HEAD, POST");
      }
      case "/edges" -> reads ? edges(request) : notAllowed("GET, HEAD");
      case "/reload" -> method.equals(HttpMethod.POST) ? reload(request) : notAllowed("POST");
      case null, default ->
          Future.succeededFuture(Answer.text(404, "found nothing here; / lists what there is"));
    };
  }

  /**
   * Whether it only asks how Weir is, as monitors and balancers do: everybody on this machine may.
   * What is not listed here is for few, also if it is added later.
   */
  static boolean isForAnybody(HttpServerRequest request) {
    var method = request.method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return false;
    }
    return switch (request.path()) {
      case "/", "/healthz", "/metrics", "/vrrp", "/edges", "/l4/weight" -> true;
      case null, default -> false;
    };
  }

  private static Future<Answer> page() {
    return Future.succeededFuture(
        Answer.of(200, "text/html; charset=utf-8", Buffer.buffer(PAGE))
            .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"));
  }

  private Future<Answer> health() {
    var health = parts.health().health();
    return Future.succeededFuture(Answer.text(health.status(), health.word()));
  }

  private Future<Answer> metrics(HttpServerRequest request) {
    var accept = request.getHeader("Accept");
    var type =
        accept != null && accept.contains("application/openmetrics-text")
            ? OPEN_METRICS
            : PROMETHEUS;
    return vertx
        .executeBlocking(() -> parts.metrics().scrape(type))
        .map(text -> Answer.of(200, type, Buffer.buffer(text)));
  }

  private Future<Answer> routers(HttpServerRequest request) {
    var routers = parts.routers();
    return report(request, routers::text, routers::json);
  }

  private Future<Answer> edges(HttpServerRequest request) {
    var edges = parts.edges();
    return report(request, edges::text, edges::json);
  }

  /** As text to who asks for it or says nothing; a question mark may say "format=json". */
  private Future<Answer> report(
      HttpServerRequest request, Supplier<String> text, Supplier<String> json) {
    var accept = request.getHeader("Accept");
    boolean isJson =
        "format=json".equals(request.query())
            || accept != null && accept.contains("application/json");
    return vertx.executeBlocking(() ->
        isJson
            ? Answer.of(200, Answer.JSON, Buffer.buffer(json.get()))
            : Answer.of(200, Answer.TEXT, Buffer.buffer(text.get())));
  }

  private Future<Answer> apply(HttpServerRequest request) {
    return RequestText.of(request)
        .compose(parts.config()::apply)
        .map(outcome -> Answer.outcome(outcome, wantsText(request)));
  }

  private Future<Answer> reload(HttpServerRequest request) {
    return parts.config().reload().map(outcome -> Answer.outcome(outcome, wantsText(request)));
  }

  private Future<Answer> purge(HttpServerRequest request) {
    var type = request.getHeader("Content-Type");
    if (type != null && !type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      return Future.succeededFuture(
          Answer.text(415, "found content of type '" + type + "'; expected " + FORM));
    }
    var query = request.query() == null ? "" : request.query();
    return RequestText.of(request)
        .map(content -> PurgeForm.read(query, content))
        .compose(parts.purges()::purge)
        .map(outcome -> Answer.outcome(outcome, wantsText(request)));
  }

  private Future<Answer> fixWeight(HttpServerRequest request) {
    return RequestText.of(request)
        .map(WeightForm::read)
        .compose(percent ->
            parts
                .weight()
                .fix(percent)
                .map(_ ->
                    Answer.text(
                        200,
                        percent.isPresent()
                            ? "the weight is " + percent.getAsInt() + "%"
                            : "the weight follows the load")));
  }

  private static Future<Answer> notAllowed(String allowed) {
    return Future.succeededFuture(
        Answer.text(405, "expected one of: " + allowed).with("Allow", allowed));
  }

  private static boolean wantsText(HttpServerRequest request) {
    var accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/plain") && !accept.contains("application/json");
  }
}
