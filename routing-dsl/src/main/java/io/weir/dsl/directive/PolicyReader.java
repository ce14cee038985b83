package io.weir.dsl.directive;

import java.util.Map;

/** {@code policy NAME { … }}: settings under a name, for {@code use}. */
final class PolicyReader implements Reader<FileDraft> {
  static final Table<Layer> TABLE =
      new Table<>(
          Scope.POLICY,
          Map.of(
              "use", new UseReader(),
              "header", new HeaderReader(true),
              "rewrite", new RewriteReader(),
              "timeout", TimeoutReader.ofRoutes(),
              "retry", new RetryReader(),
              "body", new BodyReader(),
              "limit", new LimitReader()));

  @Override
  public void read(Arguments arguments, FileDraft file) {
    var name = arguments.word("a name");
    var block = arguments.block();
    var layer = new Layer();
    TABLE.read(block, layer, arguments.context());
    file.policies.putIfAbsent(name.text(), layer);
  }
}
