package io.weir.dsl.directive;

import io.weir.dsl.model.AccessRule.Action;
import java.util.Map;

/** What stands at the top of a file. */
final class FileTable {
  static final Table<FileDraft> TABLE =
      new Table<>(
          Scope.FILE,
          Map.ofEntries(
              Map.entry("listen", new ListenReader()),
              Map.entry("director", new DirectorReader()),
              Map.entry("register", new RegisterReader()),
              Map.entry("admin", new AdminReader()),
              Map.entry("agent", new AgentReader()),
              Map.entry("log", new LogReader()),
              Map.entry("shared", new SharedReader()),
              Map.entry("overload", new OverloadReader()),
              Map.entry("reply", Table.in(d -> d.layer, new ReplyReader())),
              Map.entry("priority", Table.in(d -> d.layer, new PriorityReader())),
              Map.entry("trusted", FileReaders::trusted),
              Map.entry("geoip", FileReaders::geoip),
              Map.entry("pool", new PoolReader()),
              Map.entry("jwt", new JwtReader()),
              Map.entry("auth", Table.in(d -> d.layer, new AuthReader())),
              Map.entry("cache", new CacheStoreReader()),
              Map.entry("policy", new PolicyReader()),
              Map.entry("host", new HostReader()),
              Map.entry("expect", new ExpectReader()),
              Map.entry("weir", FileReaders::version),
              Map.entry("allow", Table.in(d -> d.layer, new AccessReader(Action.ALLOW))),
              Map.entry("deny", Table.in(d -> d.layer, new AccessReader(Action.DENY))),
              Map.entry("header", Table.in(d -> d.layer, new HeaderReader(false))),
              Map.entry("timeout", Table.in(d -> d.layer, TimeoutReader.ofFiles())),
              Map.entry("retry", Table.in(d -> d.layer, new RetryReader())),
              Map.entry("body", Table.in(d -> d.layer, new BodyReader())),
              Map.entry("limit", Table.in(d -> d.layer, new LimitReader())),
              Map.entry("methods", Table.in(d -> d.layer, new MethodsReader())),
              Map.entry("security-headers", Table.in(d -> d.layer, new SecurityHeadersReader())),
              Map.entry("cors", Table.in(d -> d.layer, new CorsReader())),
              Map.entry("compress", Table.in(d -> d.layer, new CompressReader())),
              Map.entry("gunzip", Table.in(d -> d.layer, new SwitchReader(Setting.GUNZIP))),
              Map.entry("head", Table.in(d -> d.layer, new HeadReader())),
              Map.entry("keep-alive", Table.in(d -> d.layer, new KeepAliveReader())),
              Map.entry("underscores", Table.in(d -> d.layer, new UnderscoresReader())),
              Map.entry("encoded-slash", Table.in(d -> d.layer, new EncodedSlashReader())),
              Map.entry("via", Table.in(d -> d.layer, new ViaReader())),
              Map.entry("forwarded", Table.in(d -> d.layer, new SwitchReader(Setting.FORWARDED))),
              Map.entry(
                  "proxy-status", Table.in(d -> d.layer, new SwitchReader(Setting.PROXY_STATUS)))));

  private FileTable() {}
}
