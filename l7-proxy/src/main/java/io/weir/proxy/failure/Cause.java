package io.weir.proxy.failure;

/**
 * Why a request did not end well, in one code that access logs and metrics carry. The table in
 * {@code docs/causes.md} explains each for operators.
 */
public enum Cause {
  // The client's fault.
  BAD_REQUEST("bad-request", Fault.CLIENT, 400),
  BAD_FRAMING("bad-framing", Fault.CLIENT, 400),
  BAD_PROXY_HEADER("bad-proxy-header", Fault.CLIENT, 400),
  BAD_TARGET("bad-target", Fault.CLIENT, 400),
  BAD_HOST("bad-host", Fault.CLIENT, 400),
  BAD_BODY("bad-body", Fault.CLIENT, 400),
  AUTH_REQUIRED("auth-required", Fault.CLIENT, 401),
  AUTH_REFUSED("auth-refused", Fault.CLIENT, 401),
  AUTH_INSUFFICIENT("auth-insufficient", Fault.CLIENT, 403),
  METHOD_REFUSED("method-refused", Fault.CLIENT, 405),
  METHOD_NOT_ALLOWED("method-not-allowed", Fault.CLIENT, 405),
  CORS_REFUSED("cors-refused", Fault.CLIENT, 403),
  HEAD_TIMEOUT("head-timeout", Fault.CLIENT, 408),
  BODY_TIMEOUT("body-timeout", Fault.CLIENT, 408),
  BODY_TOO_LARGE("body-too-large", Fault.CLIENT, 413),
  TARGET_TOO_LONG("target-too-long", Fault.CLIENT, 414),
  EXPECTATION_FAILED("expectation-failed", Fault.CLIENT, 417),
  HEAD_TOO_LARGE("head-too-large", Fault.CLIENT, 431),
  VERSION_REFUSED("version-refused", Fault.CLIENT, 505),
  TOO_MANY_AT_ONCE("too-many-at-once", Fault.CLIENT, 429),
  RATE_LIMITED("rate-limited", Fault.CLIENT, 429),
  NOT_CACHED("not-cached", Fault.CLIENT, 504),
  CLIENT_GONE("client-gone", Fault.CLIENT, 499),
  CLIENT_STALLED("client-stalled", Fault.CLIENT, 499),

  // What the configuration says.
  NO_HOST("no-host", Fault.CONFIG, 404),
  NO_ROUTE("no-route", Fault.CONFIG, 404),
  DENIED("denied", Fault.CONFIG, 403),
  NO_FILE("no-file", Fault.CONFIG, 404),
  FILE_REFUSED("file-refused", Fault.CONFIG, 403),
  LOOP("loop", Fault.CONFIG, 508),

  // The upstream's fault.
  CONNECT_REFUSED("connect-refused", Fault.UPSTREAM, 502),
  CONNECT_TIMEOUT("connect-timeout", Fault.UPSTREAM, 504),
  UNRESOLVED("unresolved", Fault.UPSTREAM, 502),
  UPSTREAM_RESET("upstream-reset", Fault.UPSTREAM, 502),
  UPSTREAM_CLOSED("upstream-closed", Fault.UPSTREAM, 502),
  UPSTREAM_GARBAGE("upstream-garbage", Fault.UPSTREAM, 502),
  UPSTREAM_TIMEOUT("upstream-timeout", Fault.UPSTREAM, 504),
  UPSTREAM_STALLED("upstream-stalled", Fault.UPSTREAM, 504),
  NO_SERVER("no-server", Fault.UPSTREAM, 503),
  QUEUE_FULL("queue-full", Fault.UPSTREAM, 503),
  QUEUE_TIMEOUT("queue-timeout", Fault.UPSTREAM, 503),
  AUTH_UNAVAILABLE("auth-unavailable", Fault.UPSTREAM, 503),

  // Ours.
  LIMITS_UNAVAILABLE("limits-unavailable", Fault.EDGE, 503),
  ROUTE_FULL("route-full", Fault.EDGE, 503),
  OVERLOADED("overloaded", Fault.EDGE, 503),
  NO_DESCRIPTORS("no-descriptors", Fault.EDGE, 503),
  AUTH_BUSY("auth-busy", Fault.EDGE, 503),
  DRAINING("draining", Fault.EDGE, 503),
  INTERNAL("internal", Fault.EDGE, 500);

  private final String code;
  private final Fault fault;
  private final int status;

  Cause(String code, Fault fault, int status) {
    this.code = code;
    this.fault = fault;
    this.status = status;
  }

  /** The code in logs and metrics. */
  public String code() {
    return code;
  }

  /** Whose fault it is. */
  public Fault fault() {
    return fault;
  }

  /** The status of the reply, if one can still be sent; 499 is never sent, only logged. */
  public int status() {
    return status;
  }

  /** Who has to act. */
  public enum Fault {
    CLIENT("client"),
    CONFIG("config"),
    UPSTREAM("upstream"),
    EDGE("edge");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    /** The word in logs and metrics. */
    public String text() {
      return text;
    }
  }
}
