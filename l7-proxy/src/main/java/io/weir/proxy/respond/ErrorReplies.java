package io.weir.proxy.respond;

import io.weir.dsl.model.Edge;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told when a request cannot be answered as it should be: the status and its name,
 * never the detail, which may tell of the inside. Made ready once; any loop may ask.
 */
public final class ErrorReplies {
  private static final int FIRST = 400;
  private static final int STATUSES = 200;

  private final Map<Cause, FixedReply> replies = new EnumMap<>(Cause.class);

  /** Of statuses that a cause has by configuration alone; made when first asked for. */
  private final @Nullable FixedReply[] others = new FixedReply[Cause.values().length * STATUSES];

  private final Edge edge;

  /** The replies of an edge; with {@code Proxy-Status} (RFC 9209) if it wants that. */
  public ErrorReplies(Edge edge) {
    this.edge = edge;
    for (var cause : Cause.values()) {
      replies.put(cause, make(cause, cause.status(), edge));
    }
  }

  /** The reply for a failure. */
  public Reply of(ProxyFailure failure) {
    var reply =
        failure.status() == failure.why().status()
            ? of(failure.why())
            : of(failure.why(), failure.status());
    failure.lines().forEach(reply.changes()::add);
    return reply;
  }

  private Reply of(Cause cause, int status) {
    int at = cause.ordinal() * STATUSES + status - FIRST;
    var reply = others[at];
    if (reply == null) {
      // Loops may make it twice; each is as good, and a record is seen whole or not at all.
      reply = make(cause, status, edge);
      others[at] = reply;
    }
    return reply.reply();
  }

  /** The reply for a cause. */
  public Reply of(Cause cause) {
    var reply = replies.get(cause);
    if (reply == null) {
      throw new AssertionError("every cause has a reply: " + cause);
    }
    return reply.reply();
  }

  private static FixedReply make(Cause cause, int status, Edge edge) {
    var fields = new FieldLinesBuilder();
    if (status == 503 || cause == Cause.TOO_MANY_AT_ONCE) {
      fields.add("Retry-After", "1");
    }
    if (cause == Cause.METHOD_REFUSED) {
      // RFC 9110 15.5.6: no route was asked yet, so this is what one takes that names no methods.
      fields.add("Allow", Method.ALLOWED);
    }
    if (edge.proxyStatus()) {
      fields.add("Proxy-Status", ProxyStatus.value(edge.via().orElse("weir"), cause));
    }
    return FixedReply.of(status, status + " " + name(status) + "\n", fields);
  }

  private static String name(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 417 -> "Expectation Failed";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 499 -> "Client Closed Request";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 508 -> "Loop Detected";
      case 410 -> "Gone";
      case 451 -> "Unavailable For Legal Reasons";
      // Any other that an access rule names; what its number says is for the file's author to know.
      default -> "Request Refused";
    };
  }
}
