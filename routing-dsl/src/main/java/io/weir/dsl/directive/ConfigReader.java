package io.weir.dsl.directive;

import io.weir.dsl.check.Listeners;
import io.weir.dsl.check.Quorums;
import io.weir.dsl.check.Registrations;
import io.weir.dsl.check.TrackedProxies;
import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Listener;
import io.weir.dsl.model.Pool;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.model.VirtualHost;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;

/** Turns the statements of a configuration into the model and checks it as a whole. */
public final class ConfigReader {
  private final Context context;
  private final Span top;

  /**
   * Prepares a reading.
   *
   * @param top the place of mistakes that belong to no statement
   */
  public ConfigReader(Findings findings, RegexCheck regexes, Span top) {
    this.context = new Context(findings, regexes);
    this.top = top;
  }

  /** The configuration, which is only to be used if the findings have no errors. */
  public WeirConfig read(List<Statement> statements) {
    var rest = new Declarations(context).read(statements);
    var file = new FileDraft();
    FileTable.TABLE.read(rest, file, context);
    var listeners = file.listeners.stream().map(draft -> listener(file, draft)).toList();
    var hosts = new RouteAssembly(context, file).hosts();
    var config =
        new WeirConfig(
            listeners,
            file.admin,
            file.accessLog,
            file.shared,
            file.trusted,
            context.addressFiles(),
            file.geoip,
            file.caches,
            pools(file, hosts),
            file.verifiers,
            hosts,
            file.expectations,
            file.director,
            file.registrations,
            file.enlistments,
            file.agents,
            new Layers(List.of(file.layer)).edge(file.overload));
    Listeners.report(config, context.findings);
    Registrations.report(config, context.findings);
    TrackedProxies.report(config, context.findings);
    Quorums.report(config, context.findings);
    checkCountries(file);
    warn(config);
    return config;
  }

  /** The pools of the file, and the servers that are asked who somebody is. */
  private static List<Pool> pools(FileDraft file, List<VirtualHost> hosts) {
    var asked = new LinkedHashMap<String, Pool>();
    for (var host : hosts) {
      for (var route : host.routes()) {
        if (route.settings().auth().orElse(null) instanceof Auth.Forward forward) {
          asked.putIfAbsent(forward.pool(), pool(forward, route.span()));
        }
      }
    }
    var pools = new ArrayList<>(file.pools);
    pools.addAll(asked.values());
    return pools;
  }

  private static Pool pool(Auth.Forward forward, Span span) {
    var server = new Pool.Server(forward.at(), 1, false, OptionalInt.empty(), span);
    var draft = new PoolDraft(forward.pool(), span);
    draft.servers.add(server);
    return PoolReader.pool(draft);
  }

  private Listener listener(FileDraft file, FileDraft.ListenDraft draft) {
    var limits = new Layers(List.of(file.layer, draft.layer)).clientLimits();
    if (limits.lineBytes() > limits.headBytes()) {
      context.report(
          Diagnostic.of(
                  Code.OUT_OF_RANGE,
                  draft.span,
                  "head line is %d bytes and head max only %d"
                      .formatted(limits.lineBytes(), limits.headBytes()))
              .hint("a line is part of the head"));
    }
    return new Listener(
        draft.at, draft.redirectsToHttps, draft.proxyProtocol, limits, draft.intake, draft.span);
  }

  private void checkCountries(FileDraft file) {
    var asked = context.countries();
    if (asked.isPresent() && file.geoip.isEmpty()) {
      context.report(
          Diagnostic.of(Code.BAD_TEST, asked.get(), "client.country needs a database of countries")
              .hint("write at the top of the file: geoip \"GeoLite2-Country.mmdb\""));
    }
    if (asked.isEmpty() && file.geoip.isPresent()) {
      context.report(Code.UNUSED, file.geoip.get().span(), "the database of geoip is never used");
    }
  }

  private void warn(WeirConfig config) {
    context.pools.warnOfUnused(context.findings);
    context.verifiers.warnOfUnused(context.findings);
    context.caches.warnOfUnused(context.findings);
    context.policies.warnOfUnused(context.findings);
    context.lets.names().warnOfUnused(context.findings);
    boolean isDirectorOnly = config.director().isPresent() && config.hosts().isEmpty();
    if (config.listeners().isEmpty() && !isDirectorOnly) {
      context.report(Code.NOTHING_SERVED, top, "no \"listen\": nothing will be served");
    } else if (!config.listeners().isEmpty() && config.hosts().isEmpty()) {
      var isRedirecting = config.listeners().stream().allMatch(Listener::redirectToHttps);
      if (!isRedirecting) {
        context.report(Code.NOTHING_SERVED, top, "no \"host\": every request is answered with 404");
      }
    }
  }
}
