package io.weir.dsl.directive;

import io.weir.dsl.model.AccessRule.Action;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code route /v2/** as api when header "X-Canary" is "1" { … }}. */
final class RouteReader implements Reader<HostDraft> {
  static final Table<RouteDraft> TABLE =
      new Table<>(
          Scope.ROUTE,
          Map.ofEntries(
              Map.entry("to", new ToReader()),
              Map.entry("respond", TerminalReaders::respond),
              Map.entry("redirect", TerminalReaders::redirect),
              Map.entry("files", TerminalReaders::files),
              Map.entry("rewrite", Table.in(d -> d.layer, new RewriteReader())),
              Map.entry("use", Table.in(d -> d.layer, new UseReader())),
              Map.entry("allow", Table.in(d -> d.layer, new AccessReader(Action.ALLOW))),
              Map.entry("deny", Table.in(d -> d.layer, new AccessReader(Action.DENY))),
              Map.entry("header", Table.in(d -> d.layer, new HeaderReader(true))),
              Map.entry("timeout", Table.in(d -> d.layer, TimeoutReader.ofRoutes())),
              Map.entry("retry", Table.in(d -> d.layer, new RetryReader())),
              Map.entry("reply", Table.in(d -> d.layer, new ReplyReader())),
              Map.entry("priority", Table.in(d -> d.layer, new PriorityReader())),
              Map.entry("body", Table.in(d -> d.layer, new BodyReader())),
              Map.entry("cache", Table.in(d -> d.layer, new CacheReader())),
              Map.entry("limit", Table.in(d -> d.layer, new LimitReader())),
              Map.entry("methods", Table.in(d -> d.layer, new MethodsReader())),
              Map.entry("security-headers", Table.in(d -> d.layer, new SecurityHeadersReader())),
              Map.entry("cors", Table.in(d -> d.layer, new CorsReader())),
              Map.entry("auth", Table.in(d -> d.layer, new AuthReader())),
              Map.entry("compress", Table.in(d -> d.layer, new CompressReader())),
              Map.entry("gunzip", Table.in(d -> d.layer, new SwitchReader(Setting.GUNZIP)))));

  @Override
  public void read(Arguments arguments, HostDraft host) {
    var route = new RouteDraft(arguments.statement().span());
    var path = arguments.word("a path");
    if (!arguments.isLost()) {
      route.path = Paths.pattern(arguments, path.text(), path.span());
    }
    if (arguments.accept("as")) {
      var name = arguments.word("a name");
      if (!arguments.isLost() && arguments.context().checkName(name, "route name")) {
        route.name = Optional.of(name);
        arguments.context().routes.declare(name, arguments.context().findings);
      }
    }
    if (arguments.accept("when")) {
      route.when = Optional.of(new ConditionReader(arguments).read());
    }
    var block = arguments.block();
    route.isHeadSound = !arguments.isBroken();
    host.routes.add(route);
    boolean isWhole = TABLE.read(block, route, arguments.context());
    if (isWhole && route.isHeadSound && route.terminal().isEmpty()) {
      arguments.fail(
          Diagnostic.of(Code.TERMINAL, route.span, "the route says nowhere to go")
              .label(
                  "expected one of: "
                      + String.join(", ", List.of("to", "respond", "redirect", "files"))));
    }
    if (!isWhole) {
      arguments.breakQuietly();
    }
  }
}
