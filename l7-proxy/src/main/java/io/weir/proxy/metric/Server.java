package io.weir.proxy.metric;

/**
 * A server as metrics name it.
 *
 * @param endpoint as {@code host:port}
 */
public record Server(String pool, String endpoint) {}
