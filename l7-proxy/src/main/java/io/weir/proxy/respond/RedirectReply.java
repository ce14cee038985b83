package io.weir.proxy.respond;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.filter.Next;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Answers with a redirect (RFC 9110 15.4), without content: clients follow {@code Location}.
 *
 * @param status 301, 302, 303, 307 or 308
 * @param location makes the target for an exchange: octets of a URI reference
 */
public record RedirectReply(int status, Function<Exchange, byte[]> location) implements Next {
  @Override
  public Future<Reply> proceed(Exchange exchange) {
    return Future.succeededFuture(to(status, location.apply(exchange)));
  }

  static Reply to(int status, byte[] target) {
    var text = new String(target, StandardCharsets.ISO_8859_1);
    var fields = new FieldLinesBuilder().add(FieldName.LOCATION.text(), text).build();
    return Reply.local(ResponseHead.of(status, fields), Body.EMPTY);
  }
}
