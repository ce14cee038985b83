package io.weir.proxy.auth;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Route;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Timeouts;
import io.weir.proxy.exchange.BodySink;
import io.weir.proxy.exchange.BodySource;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.Target;
import java.util.List;
import java.util.Locale;

/**
 * Makes the request that a server is asked by: a GET without content that tells of the request at
 * hand in {@code X-Forwarded-*} and {@code X-Original-*}, as nginx's and Traefik's do. What a
 * client sends under these names is never passed on. Immutable.
 */
final class Question {
  private static final byte[] GET = Octets.of("GET");
  private static final List<FieldName> OWN =
      List.of(
          FieldName.HOST,
          FieldName.CONTENT_LENGTH,
          FieldName.CONTENT_ENCODING,
          FieldName.CONTENT_TYPE,
          FieldName.CONTENT_RANGE,
          FieldName.RANGE,
          FieldName.IF_MATCH,
          FieldName.IF_NONE_MATCH,
          FieldName.IF_MODIFIED_SINCE,
          FieldName.IF_UNMODIFIED_SINCE,
          FieldName.IF_RANGE,
          FieldName.FORWARDED,
          FieldName.X_FORWARDED_FOR,
          FieldName.X_FORWARDED_HOST,
          FieldName.X_FORWARDED_PORT,
          FieldName.X_FORWARDED_PROTO,
          FieldName.X_REQUEST_ID);
  private static final List<byte[]> OWN_TOO =
      List.of(
          Octets.of("x-forwarded-method"),
          Octets.of("x-forwarded-uri"),
          Octets.of("x-original-method"),
          Octets.of("x-original-uri"),
          Octets.of("x-original-url"));

  private final Target target;
  private final String host;
  private final List<byte[]> asked;
  private final Route route;

  Question(Auth.Forward model, Route owner) {
    this.host = model.authority();
    this.target = target(model.authority(), model.target());
    this.asked =
        model.asked().stream().map(name -> Octets.of(name.toLowerCase(Locale.ROOT))).toList();
    this.route = route(model, owner);
  }

  private static Target target(String host, String target) {
    var octets = Octets.of(host + target);
    int query = target.indexOf('?');
    int pathEnd = query < 0 ? octets.length : host.length() + query;
    return new Target(octets, 0, host.length(), -1, host.length(), pathEnd, octets.length);
  }

  /** A route of its own, as the time-outs of the upstream are those of a route. */
  private static Route route(Auth.Forward model, Route owner) {
    var time = model.timeout();
    var connect =
        time.compareTo(Timeouts.DEFAULT.connect()) < 0 ? time : Timeouts.DEFAULT.connect();
    var timeouts =
        new Timeouts(
            connect,
            time,
            time,
            Timeouts.DEFAULT.body(),
            Timeouts.DEFAULT.minBodyRate(),
            Timeouts.DEFAULT.minBodyRateAfter(),
            Timeouts.DEFAULT.minReplyRate(),
            time);
    return owner.with(RouteSettings.DEFAULT.with(timeouts));
  }

  /** The exchange of the question about this one. */
  Exchange about(Exchange exchange) {
    var fields = fields(exchange.request().fields());
    var head =
        new RequestHead(GET, Method.GET, GET.length, target, 1, fields, 0, true, false, false);
    var question =
        new Exchange(
            exchange.loop(), exchange.client(), head, exchange.ordinal(), new NoBody(), _ -> {});
    question.route(route, -1, new int[0]);
    question.secure(exchange.isSecure());
    var changes = question.requestChanges();
    OWN.forEach(changes::remove);
    OWN_TOO.forEach(changes::remove);
    var request = exchange.request();
    var uri = request.target().path() + request.target().query();
    var authority = authority(exchange);
    add(question, "Host", host);
    add(question, "X-Forwarded-For", exchange.clientAddressText());
    add(question, "X-Forwarded-Proto", exchange.scheme());
    add(question, "X-Forwarded-Host", authority);
    add(question, "X-Forwarded-Port", Integer.toString(exchange.client().localPort()));
    add(question, "X-Forwarded-Method", request.methodText());
    add(question, "X-Forwarded-Uri", uri);
    add(question, "X-Original-Method", request.methodText());
    add(question, "X-Original-URI", uri);
    add(question, "X-Original-URL", exchange.scheme() + "://" + authority + uri);
    add(question, "X-Request-Id", exchange.requestId());
    return question;
  }

  private static String authority(Exchange exchange) {
    var value = exchange.request().fields().value(FieldName.HOST);
    return value == null || value.isEmpty() ? exchange.request().target().host() : value;
  }

  private static void add(Exchange question, String name, String value) {
    question.requestChanges().add(Octets.of(name + ": " + value + "\r\n"));
  }

  private FieldLines fields(FieldLines all) {
    if (asked.isEmpty()) {
      return all;
    }
    var chosen = new FieldLinesBuilder();
    for (var name : asked) {
      for (int i = all.next(name, -1); i >= 0; i = all.next(name, i)) {
        chosen.add(all.nameText(i), all.value(i));
      }
    }
    return chosen.count() == 0 ? FieldLines.NONE : chosen.build();
  }

  private record NoBody() implements BodySource {
    @Override
    public void start(BodySink sink) {
      sink.end(FieldLines.NONE);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}
  }
}
