package io.weir.main;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Span;
import io.weir.proxy.config.Rehearsal.Rehearsed;
import io.weir.proxy.config.RehearsedRequest;
import io.weir.proxy.config.Verdict;
import io.weir.proxy.route.Trace;

/** An explanation for programs; what does not apply is left out. */
final class ExplainJson {
  private ExplainJson() {}

  static String of(WeirConfig config, RehearsedRequest request, Rehearsed rehearsed) {
    var json = new JsonObject();
    json.put(
        "request",
        new JsonObject()
            .put("method", request.method())
            .put("url", request.url())
            .put("from", request.from().getHostAddress()));
    rehearsed.head().ifPresent(head -> json.put("readAs", head));
    json.put(
        "listener",
        at(rehearsed.listener().span()).put("at", rehearsed.listener().at().toString()));
    rehearsed.trace().ifPresent(trace -> trace(json, trace));
    rehearsed.route().ifPresent(route -> json.put("route", route(route)));
    rehearsed.cached().ifPresent(cached -> json.put("cache", cached));
    json.put("limits", array(rehearsed.limits()));
    json.put("verdict", verdict(config, rehearsed.verdict()));
    return json.encodePrettily() + "\n";
  }

  private static void trace(JsonObject json, Trace trace) {
    trace
        .block()
        .ifPresent(block ->
            json.put(
                "host",
                at(block.span()).put("name", trace.name().map(ExplainText::text).orElse(""))));
    var tried = new JsonArray();
    for (var step : trace.tried()) {
      var one = at(step.route().span()).put("route", step.route().name());
      step.refusal().ifPresent(refusal -> one.put("refusal", refusal));
      tried.add(one);
    }
    json.put("tried", tried);
  }

  private static JsonObject route(Route route) {
    return at(route.span())
        .put("name", route.name())
        .put("path", route.path().text())
        .put("policies", array(route.policies()))
        .put("settings", array(Settings.of(route.settings())));
  }

  private static JsonObject verdict(WeirConfig config, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused(var cause, var status, var detail) ->
          new JsonObject()
              .put("kind", "refused")
              .put("status", status)
              .put("cause", cause.code())
              .put("detail", detail);
      case Verdict.Forwarded(var shares, var head) -> {
        var pools = new JsonArray();
        for (var share : shares) {
          pools.add(
              new JsonObject()
                  .put("name", share.pool())
                  .put("percent", share.basisPoints() / 100.0)
                  .put("servers", array(ExplainText.servers(config, share.pool()))));
        }
        yield new JsonObject()
            .put("kind", "forwarded")
            .put("pools", pools)
            .put("head", array(head));
      }
      case Verdict.Answered answered -> {
        var json = new JsonObject().put("kind", "answered").put("status", answered.status());
        answered.location().ifPresent(location -> json.put("location", location));
        answered.folder().ifPresent(folder -> json.put("folder", folder));
        yield json.put("fields", array(answered.fields()));
      }
    };
  }

  private static JsonObject at(Span span) {
    return span.source().name().isEmpty()
        ? new JsonObject()
        : new JsonObject().put("file", span.source().name()).put("line", span.line());
  }

  private static JsonArray array(java.util.List<String> texts) {
    return new JsonArray(texts);
  }
}
