package io.weir.dsl.model;

import io.weir.dsl.source.Span;

/**
 * A port that tells other balancers how much of the traffic Weir asks for, whoever asks.
 *
 * @param isHttp it is asked by HTTP, as keepalived does; otherwise it says a line to whoever
 *     connects, as HAProxy's agent-check expects
 */
public record Agent(Endpoint at, boolean isHttp, Span span) {}
