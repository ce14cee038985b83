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
  private static final byte[] X_REAL_IP = Octets.of("x-real-ip");

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
    var answer = MaxForwards.count(exchange);
    if (answer.isPresent()) {
      return answer.get();
    }
    if (!exchange.isPeerTrusted()) {
      dropForwardingFields(exchange);
    }
    var forwarding = new Forwarding(this, exchange);
    forwarding.begin();
    return forwarding.reply();
  }

  /** The names that Weir knows are left out as the head is written; here go the likes of them. */
  static void dropForwardingFields(Exchange exchange) {
    var fields = exchange.request().fields();
    for (int i = 0; i < fields.count(); i++) {
      if (fields.name(i) == null && saysWhoTheClientIs(fields, i)) {
        exchange.requestChanges().remove(Octets.of(fields.nameText(i).toLowerCase(Locale.ROOT)));
      }
    }
  }

  private static boolean saysWhoTheClientIs(FieldLines fields, int line) {
    int start = fields.lineStart(line);
    int length = fields.nameEnd(line) - start;
    return length == X_REAL_IP.length && begins(fields.bytes(), start, X_REAL_IP)
        || length > X_FORWARDED.length && begins(fields.bytes(), start, X_FORWARDED);
  }

  /** An underscore counts as a hyphen: to many applications both spell the same name. */
  private static boolean begins(byte[] bytes, int start, byte[] lowerName) {
    for (int i = 0; i < lowerName.length; i++) {
      byte octet = bytes[start + i];
      if ((octet == '_' ? '-' : Octets.lower(octet)) != lowerName[i]) {
        return false;
      }
    }
    return true;
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
