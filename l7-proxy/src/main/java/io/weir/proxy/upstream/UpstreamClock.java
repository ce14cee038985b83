package io.weir.proxy.upstream;

import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/**
 * The time-outs of an upstream connection, of which only one runs at any moment: the server taking
 * the request, the first octet of its response, the next read of the body, the life of a connection
 * that is kept.
 */
final class UpstreamClock extends Deadline {
  private final UpstreamConnection connection;
  private Phase phase = Phase.NONE;
  private long nanos;

  private enum Phase {
    NONE,
    REQUEST,
    FIRST_BYTE,
    BODY,
    KEPT
  }

  UpstreamClock(UpstreamConnection connection) {
    this.connection = connection;
  }

  /** The server does not take what is written. */
  void requestStalls(long allowed) {
    start(Phase.REQUEST, allowed);
  }

  /** The server takes what is written again. */
  void requestFlows() {
    if (phase == Phase.REQUEST) {
      clear();
    }
  }

  /** The request is written. */
  void awaitsResponse(long allowed) {
    start(Phase.FIRST_BYTE, allowed);
  }

  /** The body begins; it may pause for so long. */
  void bodyBegins(long allowed) {
    start(Phase.BODY, allowed);
  }

  /** Octets came, or are waited for again after nobody wanted any. */
  void bodyProgresses() {
    if (phase == Phase.BODY) {
      start(Phase.BODY, nanos);
    }
  }

  /** Nobody wants more just now: a client that is slow to take is not the server's fault. */
  void bodyWaits() {
    if (phase == Phase.BODY) {
      connection.loop().deadlines().clear(this);
    }
  }

  /** The connection is kept for so long. */
  void kept(long allowed) {
    start(Phase.KEPT, allowed);
  }

  void clear() {
    phase = Phase.NONE;
    connection.loop().deadlines().clear(this);
  }

  void remove() {
    connection.loop().deadlines().remove(this);
  }

  @Override
  protected void expired(long now) {
    var over = phase;
    phase = Phase.NONE;
    long millis = nanos / 1_000_000;
    switch (over) {
      case NONE -> {}
      case KEPT -> connection.close();
      case REQUEST ->
          connection.breakOff(
              new ProxyFailure(
                  Cause.UPSTREAM_TIMEOUT,
                  "found that the server took nothing for " + millis + " ms"));
      case FIRST_BYTE ->
          connection.breakOff(
              new ProxyFailure(
                  Cause.UPSTREAM_TIMEOUT, "found no response after " + millis + " ms"));
      case BODY ->
          connection.breakOff(
              new ProxyFailure(
                  Cause.UPSTREAM_STALLED, "found no more of the response after " + millis + " ms"));
    }
  }

  private void start(Phase next, long allowed) {
    phase = next;
    nanos = allowed;
    connection.loop().deadlines().set(this, System.nanoTime() + allowed);
  }
}
