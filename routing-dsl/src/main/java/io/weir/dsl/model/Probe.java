package io.weir.dsl.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How it is found out whether the real servers of a service answer.
 *
 * @param path of a GET; empty: that a connection can be made is enough
 * @param timeout for connection and answer together
 * @param rise good answers in a row that bring a server back
 * @param fall bad ones that take it out
 * @param expect the status that is good; empty: 200 to 399
 * @param port empty: the one that the server serves at
 * @param isThroughService at the virtual address, by the way that clients' packets go; otherwise at
 *     the server's own
 */
public record Probe(
    Optional<String> path,
    Duration every,
    Duration timeout,
    int rise,
    int fall,
    OptionalInt expect,
    OptionalInt port,
    boolean isThroughService) {}
