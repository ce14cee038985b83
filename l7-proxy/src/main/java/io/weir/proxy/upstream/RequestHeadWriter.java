package io.weir.proxy.upstream;

import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.http1.HeadBuffer;

/**
 * Composes the head of a request as a server gets it; the rules are in {@code docs/forwarding.md}.
 */
final class RequestHeadWriter {
  private static final long FORWARDED =
      FieldName.X_FORWARDED_FOR.bit()
          | FieldName.X_FORWARDED_HOST.bit()
          | FieldName.X_FORWARDED_PORT.bit()
          | FieldName.X_FORWARDED_PROTO.bit()
          | FieldName.FORWARDED.bit();
  private static final byte[] VERSION = Octets.of(" HTTP/1.1\r\n");
  private static final byte[] FOR = Octets.of("X-Forwarded-For: ");
  private static final byte[] PROTO_HTTP = Octets.of("X-Forwarded-Proto: http\r\n");
  private static final byte[] PROTO_HTTPS = Octets.of("X-Forwarded-Proto: https\r\n");
  private static final byte[] FORWARDED_HOST = Octets.of("X-Forwarded-Host: ");
  private static final byte[] FORWARDED_PORT = Octets.of("X-Forwarded-Port: ");
  private static final byte[] REQUEST_ID = Octets.of("X-Request-Id: ");
  private static final byte[] CHUNKED = Octets.of("Transfer-Encoding: chunked\r\n");
  private static final byte[] UPGRADE = Octets.of("Connection: upgrade\r\nUpgrade: ");
  private static final byte[] TE = Octets.of("TE: trailers\r\nConnection: TE\r\n");
  private static final byte[] TRAILERS = Octets.of("trailers");

  private RequestHeadWriter() {}

  static void compose(
      HeadBuffer out,
      Exchange exchange,
      ForwardingRules rules,
      Endpoint endpoint,
      boolean upgrade) {
    var request = exchange.request();
    var fields = request.fields();
    var changes = exchange.requestChanges();
    out.reset().put(request.bytes(), 0, request.methodEnd()).put(' ');
    var rewritten = exchange.upstreamTarget();
    var target = request.target();
    if (rewritten == null) {
      out.put(target.bytes(), target.pathStart(), target.queryEnd());
    } else {
      out.put(rewritten);
    }
    out.put(VERSION);
    if ((changes.removedNames() & FieldName.HOST.bit()) == 0) {
      putHost(out, exchange, endpoint);
    }
    long leftOut = HeadBuffer.HOP_BY_HOP | FieldName.HOST.bit();
    if (request.bodyLength() < 0) {
      leftOut |= FieldName.CONTENT_LENGTH.bit();
    }
    if (!request.expectsContinue()) {
      // RFC 9110 10.1.1: an HTTP/1.0 client's expectation is not passed on.
      leftOut |= FieldName.EXPECT.bit();
    }
    if (exchange.isPeerTrusted()) {
      leftOut |= FieldName.X_FORWARDED_FOR.bit();
    } else {
      leftOut |= FORWARDED;
    }
    boolean hasRequestId = exchange.hasRequestId();
    if (!hasRequestId) {
      leftOut |= FieldName.X_REQUEST_ID.bit();
    }
    out.putFields(fields, leftOut, changes);
    putForwarding(out, exchange, rules);
    if (!hasRequestId && !isSet(exchange, FieldName.X_REQUEST_ID)) {
      out.put(REQUEST_ID).put(exchange.requestId()).crlf();
    }
    putFraming(out, exchange, upgrade);
    out.crlf();
  }

  private static void putHost(HeadBuffer out, Exchange exchange, Endpoint endpoint) {
    var fields = exchange.request().fields();
    var target = exchange.request().target();
    out.put(HOST);
    int i = fields.first(FieldName.HOST);
    if (i >= 0 && fields.valueEnd(i) > fields.valueStart(i)) {
      out.put(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
    } else if (target.hostEnd() > target.hostStart()) {
      // An absolute-form target of an HTTP/1.0 client, which need not send Host.
      var host = target.host();
      out.put(host.indexOf(':') < 0 ? host : "[" + host + "]");
      if (target.port() >= 0) {
        out.put(':').putDecimal(target.port());
      }
    } else {
      out.put(endpoint.name());
    }
    out.crlf();
  }

  /** Whether the route sets or removes the field itself. */
  private static boolean isSet(Exchange exchange, FieldName name) {
    return (exchange.requestChanges().removedNames() & name.bit()) != 0;
  }

  private static final byte[] HOST = Octets.of("Host: ");

  private static void putForwarding(HeadBuffer out, Exchange exchange, ForwardingRules rules) {
    var fields = exchange.request().fields();
    boolean believed = exchange.isPeerTrusted();
    var client = exchange.client();
    if (!isSet(exchange, FieldName.X_FORWARDED_FOR)) {
      out.put(FOR);
      if (believed) {
        putValues(out, fields, FieldName.X_FORWARDED_FOR);
      }
      out.put(client.addressText()).crlf();
    }
    if (isOurs(exchange, FieldName.X_FORWARDED_PROTO)) {
      out.put(client.secure() ? PROTO_HTTPS : PROTO_HTTP);
    }
    if (isOurs(exchange, FieldName.X_FORWARDED_HOST)) {
      int i = fields.first(FieldName.HOST);
      if (i >= 0) {
        out.put(FORWARDED_HOST)
            .put(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))
            .crlf();
      }
    }
    if (isOurs(exchange, FieldName.X_FORWARDED_PORT)) {
      out.put(FORWARDED_PORT).putDecimal(client.localPort()).crlf();
    }
    if (rules.forwarded() && !isSet(exchange, FieldName.FORWARDED)) {
      putForwarded(out, exchange);
    }
    if (rules.via().length > 0 && !isSet(exchange, FieldName.VIA)) {
      out.put(VIA).putDecimal(exchange.request().minorVersion()).put(' ').put(rules.via()).crlf();
    }
  }

  /** Whether a forwarding field is for us to say: no trusted peer and no route has said it. */
  private static boolean isOurs(Exchange exchange, FieldName name) {
    return !isSet(exchange, name)
        && !(exchange.isPeerTrusted() && exchange.request().fields().has(name));
  }

  private static final byte[] VIA = Octets.of("Via: 1.");
  private static final byte[] FORWARDED_FOR = Octets.of("Forwarded: for=");
  private static final byte[] FORWARDED_PROTO = Octets.of(";proto=");
  private static final byte[] FORWARDED_AT = Octets.of(";host=\"");

  /** RFC 7239 4: an IPv6 address stands in brackets and quotes; so does a host with a colon. */
  private static void putForwarded(HeadBuffer out, Exchange exchange) {
    var client = exchange.client();
    out.put(FORWARDED_FOR);
    if (client.addressText().indexOf(':') >= 0) {
      out.put('"').put('[').put(client.addressText()).put(']').put('"');
    } else {
      out.put(client.addressText());
    }
    out.put(FORWARDED_PROTO).put(client.scheme());
    var fields = exchange.request().fields();
    int i = fields.first(FieldName.HOST);
    if (i >= 0) {
      out.put(FORWARDED_AT).put(fields.bytes(), fields.valueStart(i), fields.valueEnd(i)).put('"');
    }
    out.crlf();
  }

  private static void putFraming(HeadBuffer out, Exchange exchange, boolean upgrade) {
    var request = exchange.request();
    var fields = request.fields();
    if (request.bodyLength() == Framing.CHUNKED) {
      out.put(CHUNKED);
    }
    if (upgrade) {
      int i = fields.first(FieldName.UPGRADE);
      out.put(UPGRADE).put(fields.bytes(), fields.valueStart(i), fields.valueEnd(i)).crlf();
      return;
    }
    int i = fields.first(FieldName.TE);
    if (i >= 0
        && Octets.listHas(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), TRAILERS)) {
      out.put(TE);
    }
  }

  private static void putValues(HeadBuffer out, FieldLines fields, FieldName name) {
    for (int i = fields.first(name); i >= 0; i = fields.next(name, i)) {
      if (fields.valueEnd(i) > fields.valueStart(i)) {
        out.put(fields.bytes(), fields.valueStart(i), fields.valueEnd(i)).put(',').put(' ');
      }
    }
  }
}
