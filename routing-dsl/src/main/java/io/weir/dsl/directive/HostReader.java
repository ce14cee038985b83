package io.weir.dsl.directive;

import io.weir.dsl.model.AccessRule.Action;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.Map;

/** {@code host shop.example.com, *.example.org { … }}. */
final class HostReader implements Reader<FileDraft> {
  static final Table<HostDraft> TABLE =
      new Table<>(
          Scope.HOST,
          Map.ofEntries(
              Map.entry("route", new RouteReader()),
              Map.entry("use", Table.in(d -> d.layer, new UseReader())),
              Map.entry("allow", Table.in(d -> d.layer, new AccessReader(Action.ALLOW))),
              Map.entry("deny", Table.in(d -> d.layer, new AccessReader(Action.DENY))),
              Map.entry("header", Table.in(d -> d.layer, new HeaderReader(false))),
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
  public void read(Arguments arguments, FileDraft file) {
    var host = new HostDraft(arguments.statement().span());
    do {
      var argument = arguments.take("the name of a host");
      argument.ifPresent(found ->
          Hosts.pattern(arguments, found)
              .ifPresent(name -> {
                file.declareHost(name, found.span(), arguments);
                host.names.add(name);
              }));
    } while (arguments.acceptSymbol(","));
    var block = arguments.block();
    file.hosts.add(host);
    boolean isWhole = TABLE.read(block, host, arguments.context());
    if (isWhole && host.routes.isEmpty()) {
      arguments.fail(
          Diagnostic.of(Code.EMPTY_HOST, host.span, "the host has no route")
              .hint("a host that answers nothing: route /** { respond 404 }"));
    }
  }
}
