package io.weir.proxy.upstream;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import java.util.Arrays;
import java.util.Locale;

/** The last step of a route that goes to a pool. */
public final class ForwardStep implements Next {
  private static final byte[] X_FORWARDED = Octets.of("x-forwarded-");

  final UpstreamPool pool;
  final ForwardingRules rules;
  final Upstreams upstreams;
  final Connector connector;
  final boolean limited;

  ForwardStep(UpstreamPool pool, ForwardingRules rules, Upstreams upstreams) {
    this.pool = pool;
    this.rules = rules;
    this.upstreams = upstreams;
    this.connector = new Connector(upstreams);
    this.limited = pool.isLimited();
  }

  @Override
  public Future<Reply> proceed(Exchange exchange) {
    if (rules.via().length > 0 && comesBack(exchange.request().fields())) {
      return Future.failedFuture(
          new ProxyFailure(
              Cause.LOOP, "found our own name in Via: the request has been here before"));
    }
    if (!exchange.isPeerTrusted()) {
      dropForwardingFields(exchange);
    }
    var forwarding = new Forwarding(this, exchange);
    forwarding.begin();
    return forwarding.reply();
  }

  /** The names that Weir knows are left out as the head is written; here go the likes of them. */
  private static void dropForwardingFields(Exchange exchange) {
    var fields = exchange.request().fields();
    for (int i = 0; i < fields.count(); i++) {
      int start = fields.lineStart(i);
      if (fields.name(i) == null
          && fields.nameEnd(i) - start > X_FORWARDED.length
          && Octets.isLower(fields.bytes(), start, X_FORWARDED)) {
        exchange.requestChanges().remove(Octets.of(fields.nameText(i).toLowerCase(Locale.ROOT)));
      }
    }
  }

  private boolean comesBack(FieldLines fields) {
    for (int i = fields.first(FieldName.VIA); i >= 0; i = fields.next(FieldName.VIA, i)) {
      if (contains(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), rules.via())) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(byte[] bytes, int start, int end, byte[] part) {
    for (int i = start; i + part.length <= end; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
