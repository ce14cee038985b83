package io.weir.proxy.compress;

import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Reply;

/**
 * Replies of 304, which tell the tag that a 200 would have (RFC 9110 15.4.5). Whether Weir would
 * have coded that 200 is not known from a 304, but what the client holds is: if it holds the weak
 * tag, that is the one it is told.
 */
final class Unchanged {
  private Unchanged() {}

  static Reply of(Exchange exchange, Reply reply) {
    var tag = reply.head().fields().value(FieldName.ETAG);
    var fields = exchange.request().fields();
    if (tag != null && WeakTags.isHeldAsWeak(tag, fields, exchange.requestChanges())) {
      reply.head(CodedHead.weakened(reply.head()));
    }
    return reply;
  }
}
