package io.weir.proxy.auth;

import io.vertx.core.Future;
import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Route;
import io.weir.proxy.auth.Answers.Yes;
import io.weir.proxy.exchange.Drain;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks another server about each request: 2xx lets it pass, 401, 403 and 3xx are the client's
 * reply, and anything else, silence too, refuses it.
 */
final class ForwardFilter implements Filter {
  private final Question question;
  private final Next ask;
  private final List<byte[]> upstream;
  private final List<byte[]> client;
  private final @Nullable Answers answers;
  private final AnswerKey key;

  /**
   * @param ask sends a request to the server
   * @param answers what is kept; null: nothing
   */
  ForwardFilter(Auth.Forward model, Route owner, Next ask, @Nullable Answers answers) {
    this.question = new Question(model, owner);
    this.ask = ask;
    this.upstream = lower(model.upstream());
    this.client = lower(model.client());
    this.answers = answers;
    this.key = AnswerKey.of(model.caching());
  }

  private static List<byte[]> lower(List<String> names) {
    return names.stream().map(name -> Octets.of(name.toLowerCase(Locale.ROOT))).toList();
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    var kept = answers;
    if (kept == null) {
      return ask(exchange).compose(answer -> answered(exchange, next, answer));
    }
    var under = key.of(exchange);
    var known = kept.known(under);
    if (known != null) {
      return pass(exchange, next, known.upstream());
    }
    var other = kept.join(under);
    if (other == null) {
      return askFor(exchange, next, kept, under);
    }
    return Workers.onLoop(exchange.loop(), other)
        .compose(yes ->
            yes == null
                ? ask(exchange).compose(answer -> answered(exchange, next, answer))
                : pass(exchange, next, yes.upstream()));
  }

  /** Asks on behalf of all who would ask the same meanwhile. */
  private Future<Reply> askFor(Exchange exchange, Next next, Answers kept, Digest under) {
    return ask(exchange)
        .onFailure(_ -> kept.tell(under, null))
        .compose(answer -> {
          // What is meant for one client, such as a cookie, is not given to others.
          boolean isShared = isYes(answer) && lines(answer.head().fields(), client).isEmpty();
          kept.tell(under, isShared ? new Yes(lines(answer.head().fields(), upstream)) : null);
          return answered(exchange, next, answer);
        });
  }

  private Future<Reply> ask(Exchange exchange) {
    if (exchange.isClientGone()) {
      return Future.failedFuture(gone());
    }
    var asked = question.about(exchange);
    exchange.onClientGone(asked::clientGone);
    return ask.proceed(asked)
        .recover(thrown -> Future.failedFuture(unanswered(exchange, thrown)))
        .onComplete(_ -> exchange.onClientGone(() -> {}));
  }

  private static ProxyFailure unanswered(Exchange exchange, Throwable thrown) {
    if (exchange.isClientGone()) {
      return gone();
    }
    var why = ProxyFailure.of(thrown);
    return new ProxyFailure(
        Cause.AUTH_UNAVAILABLE,
        "the server that was asked gave no answer: " + why.why().code() + ", " + why.getMessage());
  }

  private static ProxyFailure gone() {
    return new ProxyFailure(Cause.CLIENT_GONE, "the client went before it was known who it is");
  }

  private static boolean isYes(Reply answer) {
    return answer.status() / 100 == 2;
  }

  private Future<Reply> answered(Exchange exchange, Next next, Reply answer) {
    int status = answer.status();
    if (isYes(answer)) {
      var fields = answer.head().fields();
      var forUpstream = lines(fields, upstream);
      var forClient = lines(fields, client);
      Drain.of(answer.body());
      return pass(exchange, next, forUpstream)
          .map(reply -> {
            forClient.forEach(reply.changes()::add);
            return reply;
          });
    }
    if (status == 401 || status == 403 || (status / 100 == 3 && status != 304)) {
      if (status / 100 == 4) {
        exchange.failed(
            status == 401 ? Cause.AUTH_REFUSED : Cause.AUTH_INSUFFICIENT,
            "the server that was asked said " + status);
      }
      return Future.succeededFuture(answer);
    }
    answer.body().discard();
    return Future.failedFuture(
        new ProxyFailure(
            Cause.AUTH_UNAVAILABLE,
            "the server that was asked said " + status + "; expected 2xx, 3xx, 401 or 403"));
  }

  private Future<Reply> pass(Exchange exchange, Next next, List<byte[]> lines) {
    if (exchange.isClientGone()) {
      return Future.failedFuture(gone());
    }
    var changes = exchange.requestChanges();
    for (var name : upstream) {
      // Removed even if the answer has none: what the client says of itself must not stand.
      int hash = FieldName.hash(name, 0, name.length);
      var known = FieldName.find(name, 0, name.length, hash);
      if (known == null) {
        changes.remove(name);
      } else {
        changes.remove(known);
      }
      changes.removeAdded(name);
    }
    lines.forEach(changes::add);
    return next.proceed(exchange);
  }

  /** The whole lines of these names, which are valid as they came from a parser. */
  private static List<byte[]> lines(FieldLines fields, List<byte[]> names) {
    var lines = new ArrayList<byte[]>();
    for (var name : names) {
      for (int i = fields.next(name, -1); i >= 0; i = fields.next(name, i)) {
        lines.add(Octets.of(fields.nameText(i) + ": " + fields.value(i) + "\r\n"));
      }
    }
    return lines;
  }
}
