package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.Optional;

/**
 * The admin port. Without a token it answers on loopback addresses only, and a file that says
 * otherwise is refused.
 *
 * @param tokenFile holds the bearer token
 */
public record Admin(Endpoint at, Optional<NamedFile> tokenFile, Span span) {}
