package io.weir.dsl.directive;

import io.weir.dsl.model.AccessBlock;
import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Compression;
import io.weir.dsl.model.Edge;
import io.weir.dsl.model.HeaderEdit;
import io.weir.dsl.model.Limit;
import io.weir.dsl.model.Overload;
import io.weir.dsl.model.Retry;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.SecurityHeaders;
import io.weir.dsl.model.Shield;
import io.weir.dsl.model.Timeouts;
import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * Settings of blocks inside each other.
 *
 * @param layers the outermost first
 */
record Layers(List<Layer> layers) {
  /** The innermost value of a key. */
  <T> Optional<T> get(Setting<T> setting) {
    for (var layer : layers.reversed()) {
      var value = layer.get(setting);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  private <T> T get(Setting<T> setting, T otherwise) {
    return get(setting).orElse(otherwise);
  }

  /** What applies to a route. */
  RouteSettings routeSettings(List<Limit> limits) {
    return new RouteSettings(
        timeouts(),
        retry(),
        get(Setting.BODY_MAX, RouteSettings.DEFAULT.bodyMax()),
        access(),
        edits(true),
        edits(false),
        get(Setting.REWRITE).map(Setting.Placed::template),
        get(Setting.AUTH).flatMap(Setting.Login::auth),
        limits,
        shield(),
        get(Setting.PRIORITY, RouteSettings.DEFAULT.priority()),
        compression(),
        get(Setting.CACHE).flatMap(Setting.Caches::caching));
  }

  private Shield shield() {
    return new Shield(
        get(Setting.METHODS).map(Setting.Methods::methods).orElse(List.of()),
        get(Setting.SECURITY_HEADERS, SecurityHeaders.OFF),
        get(Setting.CORS).flatMap(Setting.Sharing::cors));
  }

  private Optional<Compression> compression() {
    var codings = get(Setting.COMPRESS).filter(stated -> !stated.choices().isEmpty());
    boolean gunzip = get(Setting.GUNZIP, false);
    return codings
        .map(Setting.Codings::span)
        .or(() -> gunzip ? place(Setting.GUNZIP) : Optional.empty())
        .map(span ->
            new Compression(
                codings.map(Setting.Codings::choices).orElse(List.of()),
                get(Setting.COMPRESS_MIN, Compression.DEFAULT_LEAST),
                get(Setting.COMPRESS_TYPES)
                    .map(Setting.Types::ranges)
                    .orElse(Compression.DEFAULT_TYPES),
                gunzip,
                span));
  }

  private Optional<Span> place(Setting<?> setting) {
    for (var layer : layers.reversed()) {
      var place = layer.place(setting);
      if (place.isPresent()) {
        return place;
      }
    }
    return Optional.empty();
  }

  private Timeouts timeouts() {
    var other = Timeouts.DEFAULT;
    var rate =
        get(Setting.MIN_RATE, new Setting.MinRate(other.minBodyRate(), other.minBodyRateAfter()));
    return new Timeouts(
        get(Setting.CONNECT, other.connect()),
        get(Setting.FIRST_BYTE, other.firstByte()),
        get(Setting.IDLE, other.idle()),
        get(Setting.BODY, other.body()),
        rate.bytes(),
        rate.after(),
        get(Setting.REPLY_RATE, other.minReplyRate()),
        get(Setting.TUNNEL, other.tunnel()));
  }

  private Retry retry() {
    var other = Retry.DEFAULT;
    return new Retry(
        get(Setting.RETRY_ATTEMPTS, other.attempts()),
        get(Setting.RETRY_ON).map(Setting.Causes::causes).orElse(other.on()),
        get(Setting.RETRY_BUDGET, other.budgetPercent()));
  }

  private List<AccessBlock> access() {
    return layers.stream()
        .map(Layer::access)
        .filter(rules -> !rules.isEmpty())
        .map(AccessBlock::new)
        .toList();
  }

  private List<HeaderEdit> edits(boolean isOnRequest) {
    return layers.stream()
        .flatMap(layer -> layer.edits().stream())
        .filter(edit -> edit.isOnRequest() == isOnRequest)
        .map(Layer.Edit::edit)
        .toList();
  }

  /** What a listener allows. */
  ClientLimits clientLimits() {
    var other = ClientLimits.DEFAULT;
    int head = get(Setting.HEAD_BYTES, other.headBytes());
    return new ClientLimits(
        get(Setting.HEADER, other.headTimeout()),
        get(Setting.KEEP_ALIVE, other.keepAlive()),
        get(Setting.REQUESTS, other.requests()),
        get(Setting.LIFETIME, other.lifetime()),
        head,
        get(Setting.LINE_BYTES, Math.min(head, other.lineBytes())),
        get(Setting.FIELDS, other.fields()),
        get(Setting.UNDERSCORES, other.underscores()),
        get(Setting.ENCODED_SLASH, other.passesEncodedSlash()));
  }

  /** What holds for the whole program. */
  Edge edge(Optional<Overload> overload) {
    var other = Edge.DEFAULT;
    return new Edge(
        get(Setting.VIA).map(Setting.Via::name).orElse(other.via()),
        get(Setting.FORWARDED, other.forwarded()),
        get(Setting.PROXY_STATUS, other.proxyStatus()),
        get(Setting.DRAIN, other.drain()),
        get(Setting.DRAIN_TUNNELS, other.drainTunnels()),
        overload);
  }
}
