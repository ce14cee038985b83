package io.weir.proxy.config;

import io.weir.dsl.model.Compression;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.model.WeirConfig;
import io.weir.proxy.acl.AccessFilter;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.auth.Logins;
import io.weir.proxy.compress.Coders;
import io.weir.proxy.compress.Compress;
import io.weir.proxy.compress.Decompress;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.files.FilesTerminal;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import io.weir.proxy.limit.RateLimits;
import io.weir.proxy.respond.ErrorReplies;
import io.weir.proxy.respond.FixedReply;
import io.weir.proxy.respond.RedirectReply;
import io.weir.proxy.respond.Split;
import io.weir.proxy.rewrite.HeaderEdits;
import io.weir.proxy.rewrite.Location;
import io.weir.proxy.rewrite.Rewrite;
import io.weir.proxy.route.Guard;
import io.weir.proxy.route.RouteTable;
import io.weir.proxy.route.TrustedClient;
import io.weir.proxy.shield.MethodList;
import io.weir.proxy.shield.ShieldStep;
import io.weir.proxy.upstream.ForwardStep;
import io.weir.proxy.upstream.ForwardingRules;
import io.weir.proxy.upstream.Upstreams;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a {@link Snapshot} of a configuration: everything that can fail happens here, before
 * anything is changed. Runs on one thread at a time, never on a loop.
 */
public final class SnapshotCompiler {
  private static final byte[] NO_VIA = new byte[0];

  private final Upstreams upstreams;
  private final Kept kept;
  private final String instance;
  private final int loops;
  private final Coders coders;

  /**
   * @param kept what outlives configurations; its files have been read for each one to compile
   * @param instance tells this process from others of its kind in {@code Via}
   */
  public SnapshotCompiler(Upstreams upstreams, Kept kept, String instance, int loops) {
    this.upstreams = upstreams;
    this.kept = kept;
    this.instance = instance;
    this.loops = loops;
    this.coders = new Coders(loops);
  }

  /** What the routes of every snapshot compress with. */
  public Coders coders() {
    return coders;
  }

  /**
   * Compiles.
   *
   * @param generation the number that it has once it is in force
   * @throws IOException if something that the file names cannot be used; the message says what
   */
  public Snapshot compile(WeirConfig config, long generation) throws IOException {
    var closeables = new ArrayList<Closeable>();
    var steps = upstreams.steps(config.pools(), rules(config));
    var limiting = kept.limits().filters(config.shared());
    var lookup = kept.files().lookup(config);
    var logins =
        Logins.of(
            config,
            kept.auth(),
            asked -> step(asked.pool(), steps),
            when -> Guard.of(when, lookup)::passes);
    closeables.add(logins);
    var chains = new ArrayList<Next>();
    try {
      for (var host : config.hosts()) {
        for (var route : host.routes()) {
          var step = terminal(route, steps, closeables);
          var filters = guards(route, logins, limiting);
          var cache =
              kept.caches().filter(route, config.caches(), when -> Guard.of(when, lookup)::passes);
          chains.add(chain(route, lookup, filters, coders, cache, step));
        }
      }
    } catch (IOException e) {
      logins.close();
      throw e;
    }
    return new Snapshot(
        generation,
        config,
        RouteTable.compile(config.hosts(), lookup),
        chains,
        new int[chains.size()],
        TrustedClient.of(lookup.set(config.trusted())),
        logins,
        new ErrorReplies(config.edge()),
        config.edge().via().map(name -> Octets.of("Via: 1.1 " + name + "\r\n")).orElse(NO_VIA),
        limiting,
        closeables);
  }

  private ForwardingRules rules(WeirConfig config) {
    // The comment tells this process from the next one of the same name, whose Via is no loop.
    var via = config.edge().via().map(name -> Octets.of(name + " (" + instance + ")"));
    return new ForwardingRules(via.orElse(NO_VIA), config.edge().forwarded());
  }

  /** What decides whether a request may come in at all, in order. */
  private List<Filter> guards(Route route, Logins logins, RateLimits.Filters limits)
      throws IOException {
    var guards = new ArrayList<Filter>();
    kept.inFlight().beforeLogin(route).ifPresent(guards::add);
    limits.beforeLogin(route).ifPresent(guards::add);
    logins.filter(route).ifPresent(guards::add);
    kept.inFlight().afterLogin(route).ifPresent(guards::add);
    limits.afterLogin(route).ifPresent(guards::add);
    return guards;
  }

  /** What a route does on the way to its terminal and back, in front of the terminal. */
  static Next chain(
      Route route,
      ClientLookup lookup,
      List<Filter> guards,
      Coders coders,
      Optional<Filter> cache,
      Next terminal) {
    var settings = route.settings();
    var filters = new ArrayList<Filter>();
    HeaderEdits.ofResponses(settings.responseEdits(), route.path()).ifPresent(filters::add);
    ShieldStep.of(settings.shield()).ifPresent(filters::add);
    MethodList.of(settings.shield().methods()).ifPresent(filters::add);
    filters.add(Dispatcher::checkBody);
    AccessFilter.of(settings.access(), lookup::set, when -> Guard.of(when, lookup)::passes)
        .ifPresent(filters::add);
    filters.addAll(guards);
    filters.addAll(coding(settings, coders, cache));
    HeaderEdits.ofRequests(settings.requestEdits(), route.path()).ifPresent(filters::add);
    Rewrite.of(settings.rewrite(), route.path()).ifPresent(filters::add);
    var chain = terminal;
    for (var filter : filters.reversed()) {
      chain = filter.before(chain);
    }
    return chain;
  }

  /** What changes the content codings of replies, in order, and the cache among it. */
  private static List<Filter> coding(
      RouteSettings settings, Coders coders, Optional<Filter> cache) {
    var filters = new ArrayList<Filter>();
    settings
        .compression()
        .filter(Compression::gunzip)
        .ifPresent(_ -> filters.add(new Decompress(coders)));
    var compress =
        settings
            .compression()
            .filter(rules -> !rules.codings().isEmpty())
            .map(rules -> new Compress(rules, coders));
    // The cache sees one coding asked for and made, and keeps it: docs/compression.md says why.
    compress.map(Compress::negotiation).ifPresent(filters::add);
    cache.ifPresent(filters::add);
    compress.map(Compress::encoding).ifPresent(filters::add);
    return filters;
  }

  private Next terminal(Route route, Map<String, ForwardStep> steps, List<Closeable> closeables)
      throws IOException {
    return switch (route.terminal()) {
      case Terminal.Forward forward -> forward(forward, steps);
      case Terminal.Respond respond -> FixedReply.of(respond);
      case Terminal.Redirect redirect -> redirect(redirect, route);
      case Terminal.Files files -> {
        var opened = folder(files, route);
        closeables.add(opened);
        yield opened;
      }
    };
  }

  private FilesTerminal folder(Terminal.Files files, Route route) throws Unavailable {
    try {
      return FilesTerminal.open(files, route.path(), loops);
    } catch (IOException e) {
      throw new Unavailable(String.valueOf(e.getMessage()), route.span(), e);
    }
  }

  static Next redirect(Terminal.Redirect redirect, Route route) {
    var location = Location.of(redirect.target(), route.path());
    return new RedirectReply(redirect.status(), location::render);
  }

  private static Next forward(Terminal.Forward forward, Map<String, ForwardStep> steps) {
    var nexts = new ArrayList<Next>();
    for (var share : forward.shares()) {
      nexts.add(step(share.pool(), steps));
    }
    if (nexts.size() == 1) {
      return nexts.getFirst();
    }
    return forward
        .stickyCookie()
        .map(cookie -> Split.sticky(cookie, forward.shares(), nexts))
        .orElseGet(() -> Split.of(forward.shares(), nexts));
  }

  private static Next step(String pool, Map<String, ForwardStep> steps) {
    var step = steps.get(pool);
    if (step == null) {
      throw new IllegalStateException("the language checks that pool '" + pool + "' is");
    }
    return step;
  }
}
