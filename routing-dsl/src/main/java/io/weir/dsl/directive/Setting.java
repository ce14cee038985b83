package io.weir.dsl.directive;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Compression;
import io.weir.dsl.model.Cors;
import io.weir.dsl.model.Priority;
import io.weir.dsl.model.Retry;
import io.weir.dsl.model.SecurityHeaders;
import io.weir.dsl.model.Template;
import io.weir.dsl.model.Underscores;
import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A key that blocks can set and inner blocks override.
 *
 * @param label as messages call it
 */
record Setting<T>(String label, Class<T> type) {
  static final Setting<Duration> CONNECT = duration("timeout connect");
  static final Setting<Duration> FIRST_BYTE = duration("timeout first-byte");
  static final Setting<Duration> IDLE = duration("timeout idle");
  static final Setting<Duration> BODY = duration("timeout body");
  static final Setting<Duration> TUNNEL = duration("timeout tunnel");
  static final Setting<Duration> HEADER = duration("timeout header");
  static final Setting<Duration> KEEP_ALIVE = duration("timeout keep-alive");
  static final Setting<Duration> DRAIN = duration("timeout drain");
  static final Setting<Duration> DRAIN_TUNNELS = duration("timeout drain-tunnels");
  static final Setting<Duration> LIFETIME = duration("keep-alive lifetime");
  static final Setting<Integer> REQUESTS = number("keep-alive requests");
  static final Setting<Integer> HEAD_BYTES = number("head max");
  static final Setting<Integer> LINE_BYTES = number("head line");
  static final Setting<Integer> FIELDS = number("head fields");
  static final Setting<Underscores> UNDERSCORES = new Setting<>("underscores", Underscores.class);
  static final Setting<Long> BODY_MAX = new Setting<>("body max", Long.class);
  static final Setting<MinRate> MIN_RATE = new Setting<>("body min-rate", MinRate.class);
  static final Setting<Integer> REPLY_RATE = number("reply min-rate");
  static final Setting<Integer> RETRY_ATTEMPTS = number("retry");
  static final Setting<Causes> RETRY_ON = new Setting<>("retry on", Causes.class);
  static final Setting<Integer> RETRY_BUDGET = number("retry budget");
  static final Setting<Placed> REWRITE = new Setting<>("rewrite", Placed.class);
  static final Setting<Priority> PRIORITY = new Setting<>("priority", Priority.class);
  static final Setting<Login> AUTH = new Setting<>("auth", Login.class);
  static final Setting<Via> VIA = new Setting<>("via", Via.class);
  static final Setting<Boolean> FORWARDED = new Setting<>("forwarded", Boolean.class);
  static final Setting<Boolean> PROXY_STATUS = new Setting<>("proxy-status", Boolean.class);

  static final Setting<Methods> METHODS = new Setting<>("methods", Methods.class);
  static final Setting<SecurityHeaders> SECURITY_HEADERS =
      new Setting<>("security-headers", SecurityHeaders.class);
  static final Setting<Sharing> CORS = new Setting<>("cors", Sharing.class);
  static final Setting<Boolean> ENCODED_SLASH = new Setting<>("encoded-slash", Boolean.class);
  static final Setting<Codings> COMPRESS = new Setting<>("compress", Codings.class);
  static final Setting<Long> COMPRESS_MIN = new Setting<>("compress min", Long.class);
  static final Setting<Types> COMPRESS_TYPES = new Setting<>("compress types", Types.class);
  static final Setting<Boolean> GUNZIP = new Setting<>("gunzip", Boolean.class);

  static final Setting<Caches> CACHE = new Setting<>("cache", Caches.class);
  static final Setting<Integer> LIMIT_COST = number("limit cost");

  private static Setting<Duration> duration(String label) {
    return new Setting<>(label, Duration.class);
  }

  private static Setting<Integer> number(String label) {
    return new Setting<>(label, Integer.class);
  }

  /** Slowest request body. */
  record MinRate(int bytes, Duration after) {}

  /** What is tried again. */
  record Causes(Set<Retry.Cause> causes) {}

  /** What replies are compressed with, none for off, and where that is said. */
  record Codings(List<Compression.Choice> choices, Span span) {}

  /** Media ranges. */
  record Types(List<String> ranges) {}

  /** A template and its place. */
  record Placed(Template template, Span span) {}

  /** Methods that may be used; empty for any. */
  record Methods(List<String> methods) {
    Methods {
      methods = List.copyOf(methods);
    }
  }

  /** What other origins may do; empty for off. */
  record Sharing(Optional<Cors> cors) {}

  /** A cache, or empty for none. */
  record Caches(Optional<io.weir.dsl.model.Caching> caching) {}

  /** How clients log in, or empty for not at all. */
  record Login(Optional<Auth> auth) {}

  /** The pseudonym, or empty for none. */
  record Via(Optional<String> name) {}
}
