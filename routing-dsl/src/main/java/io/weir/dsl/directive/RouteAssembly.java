package io.weir.dsl.directive;

import io.weir.dsl.check.Shadows;
import io.weir.dsl.model.Auth;
import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.Template;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.model.VirtualHost;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.dsl.syntax.Argument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes routes of drafts: folds policies and outer blocks in, and checks what templates name. */
final class RouteAssembly {
  /** What only those routes can do something with that ask an upstream. */
  private static final List<Setting<?>> UPSTREAM =
      List.of(
          Setting.CONNECT,
          Setting.FIRST_BYTE,
          Setting.TUNNEL,
          Setting.RETRY_ATTEMPTS,
          Setting.CACHE);

  private final Context context;
  private final FileDraft file;
  private final Policies policies;
  private final LimitAssembly limits;
  private final Map<String, Integer> derivedNames = new HashMap<>();
  private final Set<Span> reported = new HashSet<>();

  /** Limits by a claim, and whether any route that has them asks for a token. */
  private final Map<Span, Boolean> claimLimits = new LinkedHashMap<>();

  RouteAssembly(Context context, FileDraft file) {
    this.context = context;
    this.file = file;
    this.policies = new Policies(file.policies);
    this.limits = new LimitAssembly(context, file.statesShared);
  }

  List<VirtualHost> hosts() {
    policies.reportCycles(context);
    var hosts = file.hosts.stream().map(this::host).toList();
    claimLimits.forEach(this::checkClaimLimit);
    return hosts;
  }

  private VirtualHost host(HostDraft draft) {
    var routes = new ArrayList<Route>();
    var comparable = new ArrayList<Route>();
    for (var route : draft.routes) {
      var made = route(draft, route);
      routes.add(made);
      if (route.isHeadSound) {
        comparable.add(made);
      }
    }
    Shadows.report(comparable, context.findings);
    return new VirtualHost(draft.names, routes, draft.span);
  }

  private Route route(HostDraft host, RouteDraft route) {
    var own = policies.expand(route.layer.uses());
    var outer = policies.expand(host.layer.uses());
    // Used inside as well, a policy applies there, where it overrides the host's own settings
    outer.keySet().removeAll(own.keySet());
    var name = route.name.map(Argument.Word::text).orElseGet(() -> derivedName(host, route));
    var stated = new LinkedHashMap<String, Layer>();
    stated.put("file", file.layer);
    outer.forEach((policy, layer) -> stated.put("policy " + policy, layer));
    stated.put("host " + hostName(host), host.layer);
    own.forEach((policy, layer) -> stated.put("policy " + policy, layer));
    stated.put("route " + name, route.layer);
    var layers = List.copyOf(stated.values());
    check(route, layers);

    var names = new ArrayList<>(outer.keySet());
    names.addAll(own.keySet());
    var settings = new Layers(layers).routeSettings(limits.of(route, stated));
    boolean asksForToken = settings.auth().filter(Auth.Jwt.class::isInstance).isPresent();
    for (var limit : settings.limits()) {
      if (limit.needsLogin()) {
        claimLimits.merge(limit.span(), asksForToken, Boolean::logicalOr);
      }
    }
    var claims = new ClaimUses(context, route, settings.auth());
    return new Route(
        name,
        route.path,
        route.when.map(claims::place),
        place(route.terminal().orElse(new Terminal.Respond(500, "")), claims),
        claims.place(settings),
        names,
        route.span);
  }

  private static Terminal place(Terminal terminal, ClaimUses claims) {
    return switch (terminal) {
      case Terminal.Redirect(var status, var target) ->
          new Terminal.Redirect(status, claims.place(target));
      case Terminal.Forward _, Terminal.Respond _, Terminal.Files _ -> terminal;
    };
  }

  private String derivedName(HostDraft host, RouteDraft route) {
    var name = hostName(host) + route.path.text();
    int count = derivedNames.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "#" + count;
  }

  private static String hostName(HostDraft host) {
    return host.names.isEmpty() ? "" : text(host.names.getFirst());
  }

  private static String text(HostPattern pattern) {
    return switch (pattern) {
      case HostPattern.Exact(var name) -> name;
      case HostPattern.Wildcard(var suffix) -> "*" + suffix;
      case HostPattern.Any _ -> "*";
    };
  }

  private void check(RouteDraft route, List<Layer> layers) {
    if (!route.isHeadSound) {
      return;
    }
    route.target().ifPresent(target -> checkPlaces(route, target.template(), target.span()));
    for (var layer : layers) {
      for (var edit : layer.edits()) {
        edit.template().ifPresent(template -> checkPlaces(route, template, edit.span()));
      }
      layer
          .get(Setting.REWRITE)
          .ifPresent(placed -> checkPlaces(route, placed.template(), placed.span()));
    }
    checkCompression(route.layer, new Layers(layers));
    if (route.terminal().isPresent() && !(route.terminal().get() instanceof Terminal.Forward)) {
      checkEffects(route.layer);
    }
  }

  /** Reports how a route would compress that compresses nothing. */
  private void checkCompression(Layer layer, Layers layers) {
    if (layers.get(Setting.COMPRESS).filter(stated -> !stated.choices().isEmpty()).isPresent()) {
      return;
    }
    for (var setting : List.of(Setting.COMPRESS_MIN, Setting.COMPRESS_TYPES)) {
      layer
          .place(setting)
          .ifPresent(span ->
              context.report(
                  Code.NO_EFFECT,
                  span,
                  setting.label() + " has no effect: nothing is compressed by this route"));
    }
  }

  /** Reports what a route states itself about an upstream that it never asks. */
  private void checkEffects(Layer layer) {
    layer.get(Setting.REWRITE).ifPresent(placed -> withoutEffect("rewrite", placed.span()));
    for (var setting : UPSTREAM) {
      layer.place(setting).ifPresent(span -> withoutEffect(setting.label(), span));
    }
    for (var edit : layer.edits()) {
      if (edit.isOnRequest()) {
        withoutEffect("header request", edit.span());
      }
    }
  }

  private void checkClaimLimit(Span span, boolean isEffective) {
    if (!isEffective) {
      context.report(
          Diagnostic.of(
                  Code.NO_EFFECT,
                  span,
                  "limit per jwt has no effect: no route that it applies to asks for a token")
              .hint("write beside it: auth jwt NAME"));
    }
  }

  private void withoutEffect(String label, Span span) {
    context.report(
        Code.NO_EFFECT, span, label + " has no effect: nothing is sent upstream by this route");
  }

  private void checkPlaces(RouteDraft route, Template template, Span span) {
    var captures = Templates.captures(route.path);
    var unknown = Templates.unknown(template, captures);
    if (unknown.isEmpty() || !reported.add(span)) {
      return;
    }
    var diagnostic = Templates.report(unknown.iterator().next(), span, captures);
    boolean isOwn = isInside(route, span);
    context.report(
        isOwn
            ? diagnostic
            : diagnostic.hint(
                "the route is " + route.path.text() + ", " + Names.where(route.span, span)));
  }

  private static boolean isInside(RouteDraft route, Span span) {
    return route.layer.edits().stream().anyMatch(edit -> edit.span().equals(span))
        || route.layer.get(Setting.REWRITE).filter(placed -> placed.span().equals(span)).isPresent()
        || route.target().filter(placed -> placed.span().equals(span)).isPresent();
  }
}
