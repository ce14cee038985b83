package io.weir.proxy.http1;

import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.ResponseHead;

/**
 * The head of a response as it came from an upstream.
 *
 * @param bodyLength octets, {@link Framing#CHUNKED} or {@link Framing#UNTIL_CLOSE}; 0 for none, as
 *     with 101, behind which another protocol starts
 * @param keepsAlive whether the connection may be used again behind the body
 */
public record ParsedResponse(ResponseHead head, long bodyLength, boolean keepsAlive) {
  private static final byte[] EVENT_STREAM = Octets.of("text/event-stream");

  /** Whether the content is events, which may be far apart. */
  public boolean isEventStream() {
    var fields = head.fields();
    int i = fields.first(FieldName.CONTENT_TYPE);
    return i >= 0
        && fields.valueEnd(i) - fields.valueStart(i) >= EVENT_STREAM.length
        && Octets.isLower(fields.bytes(), fields.valueStart(i), EVENT_STREAM);
  }
}
