package io.weir.dsl.directive;

import io.weir.dsl.model.AccessRule.Action;
import java.util.Map;

/** {@code policy NAME { … }}: settings under a name, for {@code use}. */
final class PolicyReader implements Reader<FileDraft> {
  static final Table<Layer> TABLE =
      new Table<>(
          Scope.POLICY,
          Map.ofEntries(
              Map.entry("use", new UseReader()),
              Map.entry("allow", new AccessReader(Action.ALLOW)),
              Map.entry("deny", new AccessReader(Action.DENY)),
              Map.entry("header", new HeaderReader(true)),
              Map.entry("rewrite", new RewriteReader()),
              Map.entry("timeout", TimeoutReader.ofRoutes()),
              Map.entry("retry", new RetryReader()),
              Map.entry("reply", new ReplyReader()),
              Map.entry("priority", new PriorityReader()),
              Map.entry("body", new BodyReader()),
              Map.entry("cache", new CacheReader()),
              Map.entry("limit", new LimitReader()),
              Map.entry("methods", new MethodsReader()),
              Map.entry("security-headers", new SecurityHeadersReader()),
              Map.entry("cors", new CorsReader()),
              Map.entry("auth", new AuthReader()),
              Map.entry("compress", new CompressReader()),
              Map.entry("gunzip", new SwitchReader(Setting.GUNZIP))));

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var name = arguments.word("a name");
    var block = arguments.block();
    var layer = new Layer();
    TABLE.read(block, layer, arguments.context());
    file.policies.putIfAbsent(name.text(), layer);
  }
}
