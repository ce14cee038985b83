package io.weir.proxy.upstream;

/**
 * What requests are given on their way to a server.
 *
 * @param via what is put into {@code Via} (RFC 9110 7.6.3), and refused when it comes back; empty:
 *     none of that
 * @param forwarded whether an RFC 7239 {@code Forwarded} line is sent
 */
public record ForwardingRules(byte[] via, boolean forwarded) {}
