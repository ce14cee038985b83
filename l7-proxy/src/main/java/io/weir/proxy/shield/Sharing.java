package io.weir.proxy.shield;

import io.weir.dsl.model.Cors;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ReplyDress;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What pages of other origins may do with a route (Fetch 3.2): answers the questions of browsers,
 * and says on replies who may read them. Servers have no say in it. Immutable.
 */
final class Sharing implements ReplyDress {
  private static final byte[] ORIGIN = Octets.of("origin");
  private static final byte[] ASKED_METHOD = Octets.of("access-control-request-method");
  private static final byte[] ASKED_FIELDS = Octets.of("access-control-request-headers");
  private static final byte[] EVERYBODY = Octets.of("Access-Control-Allow-Origin: *\r\n");
  private static final byte[] CREDENTIALS = Octets.of("Access-Control-Allow-Credentials: true\r\n");
  private static final byte[] VARY = Octets.of("Vary: Origin\r\n");
  private static final List<byte[]> OURS =
      List.of(
          Octets.of("access-control-allow-origin"),
          Octets.of("access-control-allow-credentials"),
          Octets.of("access-control-allow-methods"),
          Octets.of("access-control-allow-headers"),
          Octets.of("access-control-expose-headers"),
          Octets.of("access-control-max-age"));

  private final Cors rule;
  private final AllowedOrigins origins;
  private final Set<String> methods;
  private final Optional<Set<String>> fields;
  private final boolean isForEverybody;
  private final byte[] expose;

  Sharing(Cors rule) {
    this.rule = rule;
    origins = new AllowedOrigins(rule.origins());
    methods = Set.copyOf(rule.methods());
    fields = rule.fields().map(Set::copyOf);
    isForEverybody = origins.isAny() && !rule.credentials();
    expose =
        rule.expose().isEmpty()
            ? new byte[0]
            : Octets.of(
                "Access-Control-Expose-Headers: " + String.join(", ", rule.expose()) + "\r\n");
  }

  /** Whether a browser asks what a page may do (Fetch 3.2.2). */
  static boolean isQuestion(Exchange exchange) {
    var asked = exchange.request().fields();
    return exchange.request().method() == Method.OPTIONS
        && asked.next(ORIGIN, -1) >= 0
        && asked.next(ASKED_METHOD, -1) >= 0;
  }

  /**
   * The answer to a browser's question.
   *
   * @throws ProxyFailure if the page may not do what it wants to
   */
  Reply answer(Exchange exchange) {
    var asked = exchange.request().fields();
    var origin = only(asked, ORIGIN).filter(origins::contains);
    if (origin.isEmpty()) {
      throw refused("origin", asked, ORIGIN);
    }
    if (only(asked, ASKED_METHOD).filter(methods::contains).isEmpty()) {
      throw refused("method", asked, ASKED_METHOD);
    }
    var names = names(asked);
    if (fields.isPresent() && !fields.get().containsAll(names)) {
      throw refused("fields", asked, ASKED_FIELDS);
    }
    var said = new FieldLinesBuilder();
    said.add("Access-Control-Allow-Methods", String.join(", ", rule.methods()));
    if (!names.isEmpty()) {
      said.add(
          "Access-Control-Allow-Headers",
          String.join(", ", rule.fields().map(List::copyOf).orElse(List.copyOf(names))));
    }
    rule.maxAge()
        .ifPresent(age -> said.add("Access-Control-Max-Age", String.valueOf(age.toSeconds())));
    said.add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers");
    var reply = Reply.local(ResponseHead.of(204, said.build()), Body.EMPTY);
    allow(exchange, reply);
    return reply;
  }

  @Override
  public void apply(Exchange exchange, Reply reply) {
    OURS.forEach(reply.changes()::remove);
    allow(exchange, reply);
    if (expose.length > 0) {
      reply.changes().add(expose);
    }
  }

  private void allow(Exchange exchange, Reply reply) {
    if (isForEverybody) {
      // Without Origin too, as a cache may give this reply to a page that has one.
      reply.changes().add(EVERYBODY);
      return;
    }
    reply.changes().add(VARY);
    var origin = only(exchange.request().fields(), ORIGIN).filter(origins::contains);
    if (origin.isPresent()) {
      reply.changes().add(Octets.of("Access-Control-Allow-Origin: " + origin.get() + "\r\n"));
      if (rule.credentials()) {
        reply.changes().add(CREDENTIALS);
      }
    }
  }

  /** The value of a field that stands there once. */
  private static Optional<String> only(FieldLines lines, byte[] name) {
    int line = lines.next(name, -1);
    return line < 0 || lines.next(name, line) >= 0
        ? Optional.empty()
        : Optional.of(lines.value(line));
  }

  /** The names of fields that a page wants to set, in lower case. */
  private static Set<String> names(FieldLines lines) {
    var names = new LinkedHashSet<String>();
    for (int line = lines.next(ASKED_FIELDS, -1);
        line >= 0;
        line = lines.next(ASKED_FIELDS, line)) {
      for (var name : lines.value(line).split(",", -1)) {
        var stripped = name.strip();
        if (!stripped.isEmpty()) {
          names.add(stripped.toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  private static ProxyFailure refused(String what, FieldLines lines, byte[] name) {
    var found = new ArrayList<String>();
    for (int line = lines.next(name, -1); line >= 0; line = lines.next(name, line)) {
      found.add(lines.value(line));
    }
    return new ProxyFailure(
        Cause.CORS_REFUSED, "found " + what + " " + found + "; expected what 'cors' allows");
  }
}
