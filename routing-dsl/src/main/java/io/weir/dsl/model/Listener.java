package io.weir.dsl.model;

import io.weir.dsl.source.Span;

/**
 * A place where clients connect.
 *
 * @param redirectToHttps every request is answered with 308 to the same URL under https
 */
public record Listener(Endpoint at, boolean redirectToHttps, ClientLimits limits, Span span) {}
