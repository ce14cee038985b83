package io.weir.proxy.config;

import io.vertx.core.Future;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.Listener;
import io.weir.dsl.model.Pool;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import io.weir.proxy.address.ClientLookup;
import io.weir.proxy.auth.AuthStore;
import io.weir.proxy.auth.Logins;
import io.weir.proxy.cache.Caches;
import io.weir.proxy.compress.Coders;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.files.FilesTerminal;
import io.weir.proxy.filter.Next;
import io.weir.proxy.http1.HeadBuffer;
import io.weir.proxy.http1.RequestParser;
import io.weir.proxy.limit.RateLimits;
import io.weir.proxy.respond.FixedReply;
import io.weir.proxy.respond.HttpsRedirect;
import io.weir.proxy.route.Guard;
import io.weir.proxy.route.RouteTable;
import io.weir.proxy.route.Trace;
import io.weir.proxy.route.TrustedClient;
import io.weir.proxy.upstream.ForwardingRules;
import io.weir.proxy.upstream.UpstreamHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Says what a configuration would make of a request: by the same parser, route table and chains as
 * the running proxy, but with no socket and nothing sent. Looks into the folders of {@code files}
 * routes, so it may block. For use by one thread at a time.
 */
public final class Rehearsal {
  /** What stands for an id in what is shown: each request gets its own. */
  static final String FRESH_ID = "<made for each request>";

  private static final String PROCESS = "<this process>";
  private static final Span NOWHERE = new Span(new Source("", ""), 0, 0);
  private static final int CLIENT_PORT = 50_000;

  private final WeirConfig config;
  private final ClientLookup lookup;
  private final RouteTable routes;
  private final TrustedClient trusted;
  private final ForwardingRules rules;
  private final Logins logins;
  private final Next httpsRedirect = new HttpsRedirect();
  private final RequestParser parser = new RequestParser();

  private Rehearsal(WeirConfig config, ClientLookup lookup, Logins logins) {
    this.config = config;
    this.lookup = lookup;
    this.routes = RouteTable.compile(config.hosts(), lookup);
    this.trusted = TrustedClient.of(lookup.set(config.trusted()));
    var via = config.edge().via().map(name -> name + " (" + PROCESS + ")").orElse("");
    this.rules = new ForwardingRules(Octets.of(via), config.edge().forwarded());
    this.logins = logins;
  }

  /**
   * What came of a request.
   *
   * @param listener where the request comes in
   * @param head what the parser made of the request line; empty if it refused it
   * @param route that decided; empty if none did
   * @param trace how the route was found; only if it was asked for, and if routes were looked at
   * @param cached the cache of the route, and the key that the request has there
   * @param limits the route's limits and whose bucket the request would take from; none is taken
   */
  public record Rehearsed(
      Listener listener,
      Optional<String> head,
      Optional<Route> route,
      Optional<Trace> trace,
      Optional<String> cached,
      List<String> limits,
      Verdict verdict) {
    public Rehearsed {
      limits = List.copyOf(limits);
    }
  }

  /**
   * Compiles what is needed; the files of addresses have been read.
   *
   * @throws IOException if a file that the configuration names cannot be read; the message says
   *     which and why
   */
  public static Rehearsal of(WeirConfig config, ClientFiles files) throws IOException {
    var lookup = files.lookup(config);
    var logins =
        Logins.of(
            config,
            AuthStore.rehearsing(),
            _ -> Rehearsal::yes,
            when -> Guard.of(when, lookup)::passes);
    return new Rehearsal(config, lookup, logins);
  }

  /** Stands for the server that a route asks: that it says yes is all that can be supposed. */
  private static Future<Reply> yes(Exchange question) {
    return Future.succeededFuture(bare(ResponseHead.of(200, FieldLines.NONE)));
  }

  /** Says what would become of the request. */
  public Rehearsed perform(RehearsedRequest request) {
    return perform(request, false);
  }

  /** The same, and how the route was found; takes longer the more routes there are. */
  public Rehearsed explain(RehearsedRequest request) {
    return perform(request, true);
  }

  private Rehearsed perform(RehearsedRequest request, boolean traced) {
    var listener = listener(request);
    Exchange exchange;
    try {
      exchange = exchange(request, listener);
    } catch (ProxyFailure failure) {
      return new Rehearsed(
          listener,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          refused(failure));
    }
    Dispatcher.recogniseClient(exchange, trusted);
    exchange.claimsSource(logins);
    var trace =
        traced && !Dispatcher.redirectsToHttps(exchange)
            ? Optional.of(routes.explain(exchange))
            : Optional.<Trace>empty();
    var verdict = verdict(exchange);
    var target = exchange.request().target();
    var head = exchange.request().methodText() + " " + target.path() + target.query();
    var route = Optional.ofNullable(exchange.route());
    var limits = route.map(of -> RateLimits.explained(of, exchange)).orElse(List.of());
    var cached = route.flatMap(of -> Caches.explained(of, exchange));
    return new Rehearsed(listener, Optional.of(head), route, trace, cached, limits, verdict);
  }

  /**
   * The listener with the URL's port; if there is none (TLS may end in front of Weir, and ports be
   * mapped) the first that does more than to redirect to https.
   */
  private Listener listener(RehearsedRequest request) {
    var listeners = config.listeners();
    return listeners.stream()
        .filter(listener -> listener.at().port() == request.port())
        .findFirst()
        .or(() -> listeners.stream().filter(listener -> !listener.redirectToHttps()).findFirst())
        .or(() -> listeners.stream().findFirst())
        .orElseGet(() ->
            new Listener(new Endpoint("", request.port()), false, ClientLimits.DEFAULT, NOWHERE));
  }

  private Exchange exchange(RehearsedRequest request, Listener listener) {
    var client = request.client(listener, CLIENT_PORT);
    var head = parser.parse(request.octets(), listener.limits(), client.secure());
    return new Exchange(Loop.detached(0), client, head, 1, BodySource.NONE, _ -> {});
  }

  private Verdict verdict(Exchange exchange) {
    try {
      if (Dispatcher.redirectsToHttps(exchange)) {
        return answered(exchange, result(httpsRedirect.proceed(exchange)), Optional.empty());
      }
      Dispatcher.findRoute(exchange, routes);
      var route = exchange.route();
      if (route == null) {
        throw new IllegalStateException("a route that is found is noted");
      }
      return verdict(exchange, route);
    } catch (ProxyFailure failure) {
      return refused(failure);
    }
  }

  private Verdict verdict(Exchange exchange, Route route) {
    return switch (route.terminal()) {
      case Terminal.Forward forward -> {
        var upstream = new Upstream(rules, server(forward));
        var reply = run(exchange, route, upstream);
        yield upstream.head.isEmpty()
            ? answered(exchange, reply, Optional.empty())
            : new Verdict.Forwarded(forward.shares(), shown(exchange, upstream.head));
      }
      case Terminal.Respond respond -> {
        Next step = _ -> Future.succeededFuture(bare(FixedReply.head(respond)));
        yield answered(exchange, run(exchange, route, step), Optional.empty());
      }
      case Terminal.Redirect redirect -> {
        var step = SnapshotCompiler.redirect(redirect, route);
        yield answered(exchange, run(exchange, route, step), Optional.empty());
      }
      case Terminal.Files files ->
          answered(
              exchange, run(exchange, route, folder(files, route)), Optional.of(files.directory()));
    };
  }

  private Reply run(Exchange exchange, Route route, Next terminal) {
    try {
      var guards = logins.filter(route).stream().toList();
      var chain =
          SnapshotCompiler.chain(route, lookup, guards, new Coders(1), Optional.empty(), terminal);
      return result(chain.proceed(exchange));
    } catch (IOException e) {
      throw new ProxyFailure(Cause.INTERNAL, String.valueOf(e.getMessage()));
    }
  }

  /** What the chain came to; nothing in a rehearsal is waited for, so it is there. */
  private static Reply result(Future<Reply> reply) {
    if (reply.failed()) {
      throw ProxyFailure.of(reply.cause());
    }
    return reply.result();
  }

  private Pool.Server server(Terminal.Forward forward) {
    var name = forward.shares().getFirst().pool();
    return config.pools().stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the language checks that '" + name + "' is"))
        .servers()
        .getFirst();
  }

  private static Next folder(Terminal.Files files, Route route) {
    try {
      return FilesTerminal.open(files, route.path(), 1)::rehearse;
    } catch (IOException e) {
      throw new ProxyFailure(Cause.INTERNAL, String.valueOf(e.getMessage()));
    }
  }

  private static Verdict refused(ProxyFailure failure) {
    return new Verdict.Refused(
        failure.why(), failure.status(), String.valueOf(failure.getMessage()));
  }

  private static Verdict answered(Exchange exchange, Reply reply, Optional<String> folder) {
    var out = new HeadBuffer();
    out.putFields(reply.head().fields(), HeadBuffer.HOP_BY_HOP, reply.changes());
    var lines = new String(out.toBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    return new Verdict.Answered(reply.status(), shown(exchange, lines), folder);
  }

  private static List<String> shown(Exchange exchange, List<String> lines) {
    return exchange.hasRequestId()
        ? lines
        : lines.stream().map(line -> line.replace(exchange.requestId(), FRESH_ID)).toList();
  }

  private static Reply bare(ResponseHead head) {
    return Reply.local(head, Body.EMPTY);
  }

  /** Stands where a pool would: notes what a server would get, and answers. */
  private static final class Upstream implements Next {
    private final ForwardingRules rules;
    private final Pool.Server server;
    private List<String> head = List.of();

    Upstream(ForwardingRules rules, Pool.Server server) {
      this.rules = rules;
      this.server = server;
    }

    @Override
    public Future<Reply> proceed(Exchange exchange) {
      head = UpstreamHead.lines(exchange, rules, server);
      return Future.succeededFuture(bare(ResponseHead.of(200, FieldLines.NONE)));
    }
  }
}
