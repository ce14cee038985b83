package io.weir.proxy.respond;

import io.weir.proxy.failure.Cause;

/** The {@code Proxy-Status} field of RFC 9209: which intermediary failed, and with what error. */
final class ProxyStatus {
  private ProxyStatus() {}

  /** The field's value. */
  static String value(String intermediary, Cause cause) {
    var error = error(cause);
    return item(intermediary) + (error.isEmpty() ? "" : "; error=" + error);
  }

  /** RFC 9209 2: a token if it can be one (RFC 9651 3.3.4), else a string. */
  private static String item(String name) {
    return name.matches("[A-Za-z*][-A-Za-z0-9!#$%&'*+.^_`|~:/]*")
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The type of RFC 9209 2.3, or nothing where Weir answered as the origin that it then is. */
  private static String error(Cause cause) {
    return switch (cause) {
      case BAD_REQUEST,
          BAD_FRAMING,
          BAD_TARGET,
          BAD_PROXY_HEADER,
          BAD_HOST,
          BAD_BODY,
          HEAD_TIMEOUT,
          BODY_TIMEOUT,
          BODY_TOO_LARGE,
          TARGET_TOO_LONG,
          EXPECTATION_FAILED,
          HEAD_TOO_LARGE,
          VERSION_REFUSED,
          CLIENT_GONE,
          CLIENT_STALLED ->
          "http_request_error";
      case METHOD_REFUSED,
          METHOD_NOT_ALLOWED,
          CORS_REFUSED,
          AUTH_REQUIRED,
          AUTH_REFUSED,
          AUTH_INSUFFICIENT,
          DENIED,
          TOO_MANY_AT_ONCE,
          RATE_LIMITED ->
          "http_request_denied";
      case NO_HOST, NO_ROUTE -> "destination_not_found";
      case NO_FILE, FILE_REFUSED -> "";
      case LOOP -> "proxy_loop_detected";
      case CONNECT_REFUSED -> "connection_refused";
      case CONNECT_TIMEOUT -> "connection_timeout";
      case UNRESOLVED -> "dns_error";
      case UPSTREAM_RESET, UPSTREAM_CLOSED -> "connection_terminated";
      case UPSTREAM_GARBAGE -> "http_protocol_error";
      case UPSTREAM_TIMEOUT -> "http_response_timeout";
      case UPSTREAM_STALLED -> "connection_read_timeout";
      case NO_SERVER, AUTH_UNAVAILABLE -> "destination_unavailable";
      case QUEUE_FULL, QUEUE_TIMEOUT, NO_DESCRIPTORS -> "connection_limit_reached";
      case OVERLOADED, ROUTE_FULL, NOT_CACHED, DRAINING, LIMITS_UNAVAILABLE, AUTH_BUSY ->
          "proxy_internal_response";
      case INTERNAL -> "proxy_internal_error";
    };
  }
}
