package io.weir.dsl.model;

import io.weir.dsl.source.Span;

/**
 * A place where clients connect.
 *
 * @param proxyProtocol peers that must begin each connection with a PROXY header
 * @param redirectToHttps every request is answered with 308 to the same URL under https
 */
public record Listener(
    Endpoint at,
    boolean redirectToHttps,
    AddressSet proxyProtocol,
    ClientLimits limits,
    Intake intake,
    Span span) {
  /** A listener that nobody talks the PROXY protocol to, and that takes whatever comes. */
  public Listener(Endpoint at, boolean redirectToHttps, ClientLimits limits, Span span) {
    this(at, redirectToHttps, AddressSet.NONE, limits, Intake.UNLIMITED, span);
  }
}
