package io.weir.proxy.upstream;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.List;
import java.util.Optional;

/**
 * {@code Max-Forwards} (RFC 9110 7.6.2): how many proxies an OPTIONS or TRACE may still pass. For
 * other methods it says nothing, and a value that is no number is left to the server.
 */
final class MaxForwards {
  /** The most that is passed on, as the RFC lets a recipient have one; so digits never overflow. */
  private static final int MOST = 1_000_000;

  private MaxForwards() {}

  /**
   * Counts this proxy, or answers in the server's place if the request may go no further; a TRACE
   * is refused then, since to echo it would show what proxies on the way have added.
   */
  static Optional<Future<Reply>> count(Exchange exchange) {
    var method = exchange.request().method();
    if (method != Method.OPTIONS && method != Method.TRACE) {
      return Optional.empty();
    }
    int left = left(exchange);
    if (left == 0) {
      return Optional.of(answer(exchange));
    }
    var changes = exchange.requestChanges();
    boolean isEdited = (changes.removedNames() & FieldName.MAX_FORWARDS.bit()) != 0;
    if (left > 0 && !isEdited) {
      changes.remove(FieldName.MAX_FORWARDS);
      changes.add(Octets.of("Max-Forwards: " + (left - 1) + "\r\n"));
    }
    return Optional.empty();
  }

  /** What the field says; -1: it is not there, twice there, or no number. */
  private static int left(Exchange exchange) {
    var fields = exchange.request().fields();
    int line = fields.first(FieldName.MAX_FORWARDS);
    if (line < 0 || fields.next(FieldName.MAX_FORWARDS, line) >= 0) {
      return -1;
    }
    int start = fields.valueStart(line);
    int end = fields.valueEnd(line);
    int left = start == end ? -1 : 0;
    for (int i = start; i < end; i++) {
      int digit = fields.bytes()[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      left = Math.min(left * 10 + digit, MOST);
    }
    return left;
  }

  private static Future<Reply> answer(Exchange exchange) {
    var route = exchange.route();
    var listed = route == null ? List.<String>of() : route.settings().shield().methods();
    var allow = listed.isEmpty() ? Method.ALLOWED : String.join(", ", Method.taken(listed));
    if (exchange.request().method() == Method.TRACE) {
      return Future.failedFuture(
          new ProxyFailure(
              Cause.METHOD_NOT_ALLOWED,
              "found TRACE with Max-Forwards 0; expected more, for nothing is echoed here",
              List.of(Octets.of("Allow: " + allow + "\r\n"))));
    }
    var fields = new FieldLinesBuilder().add("Allow", allow).add("Content-Length", "0");
    return Future.succeededFuture(Reply.local(ResponseHead.of(200, fields.build()), Body.EMPTY));
  }
}
