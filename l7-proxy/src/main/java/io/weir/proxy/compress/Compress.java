package io.weir.proxy.compress;

import io.vertx.core.Future;
import io.weir.dsl.model.Compression;
import io.weir.dsl.model.Compression.Choice;
import io.weir.proxy.exchange.AcceptEncoding;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;

/**
 * Compresses the replies of a route. Two filters, one on each side of a cache: {@link #negotiation}
 * in front of it asks for one coding in the client's name, and {@link #encoding} behind it makes
 * that coding if the server has not. So a cache sees a request that asks for one coding and a reply
 * that has it and varies by it, and keeps it like any other: compressed once, stored once for each
 * coding, served many times. Any loop.
 */
public final class Compress {
  private static final ResponseHead NOT_ACCEPTABLE =
      ResponseHead.of(
          406,
          new FieldLinesBuilder()
              .add("Content-Length", "0")
              .add("Vary", "Accept-Encoding")
              .build());

  private final Compression rules;
  private final MediaTypes types;
  private final Coders coders;

  /**
   * @param rules with at least one coding
   */
  public Compress(Compression rules, Coders coders) {
    this.rules = rules;
    this.types = new MediaTypes(rules.types());
    this.coders = coders;
  }

  /** What stands in front of a cache: asks for one coding. */
  public Filter negotiation() {
    return this::negotiate;
  }

  /** What stands behind a cache: makes the coding. */
  public Filter encoding() {
    return this::encode;
  }

  private Future<Reply> negotiate(Exchange exchange, Next next) {
    var changes = exchange.requestChanges();
    var asks = negotiation(exchange).asks();
    if (asks != null) {
      changes.remove(FieldName.ACCEPT_ENCODING);
      changes.add(Octets.of("Accept-Encoding: " + asks + "\r\n"));
    }
    var fields = exchange.request().fields();
    int line = fields.first(FieldName.IF_MATCH);
    if (line >= 0) {
      changes.remove(FieldName.IF_MATCH);
      for (; line >= 0; line = fields.next(FieldName.IF_MATCH, line)) {
        changes.add(Octets.of("If-Match: " + WeakTags.strong(fields.value(line)) + "\r\n"));
      }
    }
    return next.proceed(exchange);
  }

  private Negotiation negotiation(Exchange exchange) {
    return Negotiation.of(AcceptEncoding.of(exchange.request().fields()), rules.codings());
  }

  private Future<Reply> encode(Exchange exchange, Next next) {
    return next.proceed(exchange).map(reply -> encode(exchange, reply));
  }

  private Reply encode(Exchange exchange, Reply reply) {
    if (reply.body() instanceof Body.Tunnel) {
      return reply;
    }
    if (reply.status() == 304) {
      return Unchanged.of(exchange, reply);
    }
    var negotiation = negotiation(exchange);
    long length = Content.length(exchange, reply);
    var request = exchange.request();
    var ruling = Ruling.encoding(request, negotiation, reply.head(), length, rules, types);
    switch (ruling) {
      case Ruling.Pass _, Ruling.Decode _ -> {}
      case Ruling.Vary _ -> reply.head(CodedHead.varying(reply.head()));
      case Ruling.Refuse _ -> {
        reply.body().discard();
        return Reply.local(NOT_ACCEPTABLE, Body.EMPTY);
      }
      case Ruling.Encode _ -> {
        var choice = negotiation.choice();
        if (choice != null) {
          encodeBody(exchange, reply, choice, length);
        }
      }
    }
    return reply;
  }

  private void encodeBody(Exchange exchange, Reply reply, Choice choice, long length) {
    boolean isEvents = MediaTypes.EVENTS.cover(reply.head().fields());
    reply.head(CodedHead.encoded(reply.head(), choice.coding()));
    if (!Content.isLeftOut(exchange, reply)) {
      var lent = coders.encoder(exchange.loop(), choice, length);
      reply.body(Content.coded(exchange, reply.body(), lent, isEvents, Cost.encodedMost(choice)));
    }
  }
}
