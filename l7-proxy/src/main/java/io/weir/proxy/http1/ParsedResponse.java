package io.weir.proxy.http1;

import io.weir.proxy.exchange.Framing;
import io.weir.proxy.exchange.ResponseHead;

/**
 * The head of a response as it came from an upstream.
 *
 * @param minorVersion of HTTP/1: 0 or 1
 * @param bodyLength octets, {@link Framing#CHUNKED} or {@link Framing#UNTIL_CLOSE}; 0 for none, as
 *     with 101, behind which another protocol starts
 * @param keepsAlive whether the connection may be used again behind the body
 */
public record ParsedResponse(
    ResponseHead head, int minorVersion, long bodyLength, boolean keepsAlive) {}
