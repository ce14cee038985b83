package io.weir.proxy.respond;

import io.vertx.core.Future;
import io.weir.dsl.model.Terminal;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.exchange.SharedContent;
import io.weir.proxy.filter.Next;
import java.nio.charset.StandardCharsets;

/** Answers every request with the same text, which was made ready beforehand. Immutable. */
public final class FixedReply implements Next {
  private final ResponseHead head;
  private final SharedContent content;

  private FixedReply(ResponseHead head, SharedContent content) {
    this.head = head;
    this.content = content;
  }

  /** The reply that a {@code respond} line asks for. */
  public static FixedReply of(Terminal.Respond respond) {
    return of(respond.status(), respond.text(), new FieldLinesBuilder());
  }

  /** A reply with this text, and with these fields beside its type. */
  static FixedReply of(int status, String text, FieldLinesBuilder fields) {
    var octets = isBare(status, text) ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    return new FixedReply(head(status, text, fields), SharedContent.of(octets));
  }

  /** The head of the reply that a {@code respond} line asks for. */
  public static ResponseHead head(Terminal.Respond respond) {
    return head(respond.status(), respond.text(), new FieldLinesBuilder());
  }

  private static ResponseHead head(int status, String text, FieldLinesBuilder fields) {
    if (!isBare(status, text)) {
      fields.add("Content-Type", "text/plain; charset=utf-8");
    }
    return ResponseHead.of(status, fields.count() == 0 ? FieldLines.NONE : fields.build());
  }

  /** RFC 9110 15.3.5, 15.3.6, 15.4.5: these have no content. */
  private static boolean isBare(int status, String text) {
    return text.isEmpty() || status == 204 || status == 205 || status == 304;
  }

  @Override
  public Future<Reply> proceed(Exchange exchange) {
    return Future.succeededFuture(reply());
  }

  /** A reply, with a body of its own. */
  Reply reply() {
    return Reply.local(head, content.body());
  }
}
