package io.weir.proxy.log;

import io.weir.proxy.exchange.Client;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Refused;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Timeline;
import io.weir.proxy.failure.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What one line tells.
 *
 * @param exchange null for a request that was refused before its head was whole
 * @param line what came of such a request's line; empty if there is an exchange
 * @param cause null if it ended well
 */
record Entry(
    Client client,
    @Nullable Exchange exchange,
    byte[] line,
    Timeline timeline,
    int status,
    @Nullable Cause cause,
    @Nullable String detail) {
  private static final byte[] NO_LINE = {};

  /** Of a request that has ended; one that got no reply has the status of its cause. */
  static Entry of(Exchange exchange) {
    var cause = exchange.cause();
    int status = exchange.status();
    if (status == 0 && cause != null) {
      status = cause.status();
    }
    return new Entry(
        exchange.client(),
        exchange,
        NO_LINE,
        exchange.timeline(),
        status,
        cause,
        exchange.causeDetail());
  }

  /** Of a request that was refused before its head was whole. */
  static Entry of(Client client, Refused refused) {
    var failure = refused.failure();
    return new Entry(
        client,
        null,
        refused.line(),
        refused.timeline(),
        refused.loggedStatus(),
        failure.why(),
        String.valueOf(failure.getMessage()));
  }

  /** The client as {@code trusted} makes it out. */
  String clientText() {
    return exchange == null ? client.addressText() : exchange.clientAddressText();
  }

  /** The scheme as {@code trusted} makes it out. */
  String scheme() {
    return exchange == null ? client.scheme() : exchange.scheme();
  }

  @Nullable RequestHead request() {
    return exchange == null ? null : exchange.request();
  }

  @Nullable String route() {
    if (exchange == null) {
      return null;
    }
    var route = exchange.route();
    return route == null ? null : route.name();
  }

  /** Who the client has proved to be. */
  @Nullable String user() {
    return exchange == null ? null : exchange.user();
  }

  @Nullable String pool() {
    return exchange == null ? null : exchange.pool();
  }

  @Nullable String endpoint() {
    return exchange == null ? null : exchange.endpoint();
  }

  @Nullable String requestId() {
    return exchange == null ? null : exchange.requestId();
  }

  @Nullable String cache() {
    return exchange == null ? null : exchange.traffic().cacheOutcome();
  }

  @Nullable String limit() {
    return exchange == null ? null : exchange.limit();
  }

  /** What Weir did to the coding of the content; null: nothing. */
  @Nullable String coding() {
    var change = exchange == null ? null : exchange.traffic().transcoding();
    if (change == null) {
      return null;
    }
    return change.decodes() ? "un" + change.coding().token() : change.coding().token();
  }

  /** Octets of content before its coding was changed. */
  long codingIn() {
    var change = exchange == null ? null : exchange.traffic().transcoding();
    return change == null ? 0 : change.taken();
  }

  int retries() {
    return exchange == null ? 0 : exchange.retries();
  }

  long bytesReceived() {
    return exchange == null ? 0 : exchange.traffic().received();
  }

  long bytesSent() {
    return exchange == null ? 0 : exchange.traffic().sent();
  }
}
