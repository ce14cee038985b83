package io.weir.main;

import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.Pool;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.model.WeirConfig;
import io.weir.proxy.config.Rehearsal.Rehearsed;
import io.weir.proxy.config.RehearsedRequest;
import io.weir.proxy.config.Verdict;
import io.weir.proxy.route.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An explanation for people: one fact a line, in the order in which things are decided. */
final class ExplainText {
  private static final int WIDTH = 10;

  private final WeirConfig config;
  private final RehearsedRequest request;
  private final Rehearsed rehearsed;
  private final StringBuilder out = new StringBuilder();

  ExplainText(WeirConfig config, RehearsedRequest request, Rehearsed rehearsed) {
    this.config = config;
    this.request = request;
    this.rehearsed = rehearsed;
  }

  String render() {
    fact(
        "request",
        request.method() + " " + request.url() + " from " + request.from().getHostAddress());
    rehearsed.head().ifPresent(head -> fact("read as", head));
    var listener = rehearsed.listener();
    var place = listener.span().source().name().isEmpty() ? "none" : listener.span().place();
    fact("listener", listener.at() + " (" + place + ")");
    rehearsed.trace().ifPresent(this::trace);
    rehearsed.route().ifPresent(this::route);
    verdict();
    return out.toString();
  }

  private void trace(Trace trace) {
    trace
        .block()
        .ifPresent(block ->
            fact(
                "host",
                trace.name().map(ExplainText::text).orElse("")
                    + " ("
                    + block.span().place()
                    + ")"));
    for (var step : trace.tried()) {
      step.refusal()
          .ifPresent(refusal ->
              fact(
                  "tried",
                  "%s (%s): %s"
                      .formatted(step.route().name(), step.route().span().place(), refusal)));
    }
  }

  private void route(Route route) {
    fact("route", route.name() + " (" + route.span().place() + ")");
    if (!route.policies().isEmpty()) {
      fact("policies", String.join(", ", route.policies()));
    }
    Settings.of(route.settings()).forEach(line -> fact("setting", line));
    rehearsed.limits().forEach(line -> fact("setting", line));
    rehearsed.cached().ifPresent(cached -> fact("cache", cached));
  }

  private void verdict() {
    switch (rehearsed.verdict()) {
      case Verdict.Refused(var cause, var status, var detail) ->
          fact("refused", "%d %s: %s".formatted(status, cause.code(), detail));
      case Verdict.Forwarded forwarded -> forwarded(forwarded);
      case Verdict.Answered answered -> {
        answered.folder().ifPresent(folder -> fact("folder", folder));
        fact("answer", answered.status() + respondText());
        answered.fields().forEach(this::indented);
      }
    }
  }

  private void forwarded(Verdict.Forwarded forwarded) {
    rehearsed
        .route()
        .map(Route::terminal)
        .filter(Terminal.Forward.class::isInstance)
        .flatMap(terminal -> ((Terminal.Forward) terminal).stickyCookie())
        .ifPresent(cookie -> fact("sticky", "by cookie \"" + cookie + "\""));
    for (var share : forwarded.shares()) {
      fact(
          "pool",
          "%s %s: %s"
              .formatted(
                  share.pool(),
                  percent(share.basisPoints()),
                  String.join(", ", servers(config, share.pool()))));
    }
    fact("sends", forwarded.head().getFirst());
    forwarded.head().stream().skip(1).forEach(this::indented);
  }

  private String respondText() {
    return rehearsed
        .route()
        .map(Route::terminal)
        .filter(Terminal.Respond.class::isInstance)
        .map(terminal -> ((Terminal.Respond) terminal).text())
        .filter(text -> !text.isEmpty())
        .map(text -> " \"" + text.replace("\n", "\\n") + "\"")
        .orElse("");
  }

  private void fact(String name, String value) {
    out.append(name).repeat(' ', WIDTH - name.length()).append(printable(value)).append('\n');
  }

  private void indented(String line) {
    out.repeat(' ', WIDTH).append(printable(line)).append('\n');
  }

  /** Control characters of a request must not reach the terminal as such. */
  private static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The servers of a pool, each with what is special about it. */
  static List<String> servers(WeirConfig config, String pool) {
    return config.pools().stream()
        .filter(one -> one.name().equals(pool))
        .flatMap(one -> one.servers().stream())
        .map(ExplainText::server)
        .toList();
  }

  private static String server(Pool.Server server) {
    var words = new ArrayList<String>();
    words.add(server.at().toString());
    if (server.weight() != 1) {
      words.add("weight " + server.weight());
    }
    if (server.backup()) {
      words.add("backup");
    }
    server.maxConns().ifPresent(most -> words.add("max-conns " + most));
    return words.stream().collect(Collectors.joining(" "));
  }

  /** A host's pattern as it is written. */
  static String text(HostPattern name) {
    return switch (name) {
      case HostPattern.Exact(var host) -> host;
      case HostPattern.Wildcard(var suffix) -> "*" + suffix;
      case HostPattern.Any _ -> "*";
    };
  }

  private static String percent(int basisPoints) {
    return basisPoints % 100 == 0
        ? basisPoints / 100 + "%"
        : String.format(Locale.ROOT, "%.2f%%", basisPoints / 100.0);
  }
}
