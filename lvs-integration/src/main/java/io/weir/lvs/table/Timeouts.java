package io.weir.lvs.table;

import java.time.Duration;

/**
 * How long the kernel remembers connections on which nothing happens; whole seconds.
 *
 * @param tcp established TCP connections
 * @param tcpFin TCP connections that the client has closed
 * @param udp datagrams
 */
public record Timeouts(Duration tcp, Duration tcpFin, Duration udp) {}
