package io.weir.dsl.model;

import io.weir.dsl.source.Span;

/** What this machine does for others in front of them, before any program has seen a packet. */
public record Director(Span span) {}
