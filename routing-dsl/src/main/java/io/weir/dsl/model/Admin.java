package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;

/**
 * The admin port. Without a token it answers on loopback addresses only, and a file that says
 * otherwise is refused.
 *
 * @param tokenFile path of the file that holds the bearer token
 */
public record Admin(Endpoint at, Optional<String> tokenFile, Span span) {}
