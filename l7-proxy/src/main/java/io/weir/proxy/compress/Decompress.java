package io.weir.proxy.compress;

import io.vertx.core.Future;
import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.AcceptEncoding;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.filter.Filter;
import io.weir.proxy.filter.Next;
import java.util.EnumSet;
import java.util.Set;

/**
 * Decodes replies for clients that do not take their coding: from a server that compresses for
 * everybody, or out of a cache that holds only one form. What is made is bounded by what the client
 * takes, however much a few octets unpack to. Any loop.
 */
public final class Decompress implements Filter {
  private final Coders coders;
  private final Set<ContentCoding> known = EnumSet.noneOf(ContentCoding.class);

  public Decompress(Coders coders) {
    this.coders = coders;
    for (var coding : ContentCoding.values()) {
      if (Natives.problem(coding).isEmpty()) {
        known.add(coding);
      }
    }
  }

  @Override
  public Future<Reply> apply(Exchange exchange, Next next) {
    return next.proceed(exchange).map(reply -> decode(exchange, reply));
  }

  private Reply decode(Exchange exchange, Reply reply) {
    if (reply.body() instanceof Body.Tunnel) {
      return reply;
    }
    if (reply.status() == 304) {
      return Unchanged.of(exchange, reply);
    }
    var wanted = AcceptEncoding.of(exchange.request().fields());
    boolean mustCode = wanted.identityWeight() == AcceptEncoding.REFUSED;
    var ruling =
        Ruling.decoding(
            exchange.request(),
            reply.head(),
            coding -> known.contains(coding) && wanted.weight(coding) == AcceptEncoding.REFUSED,
            mustCode);
    switch (ruling) {
      case Ruling.Pass _, Ruling.Encode _, Ruling.Refuse _ -> {}
      case Ruling.Vary _ -> reply.head(CodedHead.varying(reply.head()));
      case Ruling.Decode(var coding) -> {
        boolean isEvents = MediaTypes.EVENTS.cover(reply.head().fields());
        reply.head(CodedHead.decoded(reply.head()));
        if (!Content.isLeftOut(exchange, reply)) {
          var lent = coders.decoder(exchange.loop(), coding);
          reply.body(Content.coded(exchange, reply.body(), lent, isEvents, Cost.decodedMost()));
        }
      }
    }
    return reply;
  }
}
