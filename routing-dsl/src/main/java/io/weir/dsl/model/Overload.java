package io.weir.dsl.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From where on requests of normal priority are refused; low ones are from half of it, high ones
 * from twice. One of both is there at least.
 *
 * @param lag how late an event loop may be
 * @param inFlight how many requests may be in flight, over all loops
 */
public record Overload(Optional<Duration> lag, OptionalInt inFlight) {}
