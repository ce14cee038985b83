package io.weir.proxy.http1;

import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/** The content of the request at hand, or the client's half of a tunnel. */
final class RequestBody extends IncomingBody {
  private final ServerConnection connection;

  RequestBody(ServerConnection connection, long length) {
    super(length, Cause.BAD_BODY);
    this.connection = connection;
  }

  @Override
  protected void started() {
    connection.bodyStarted();
  }

  @Override
  protected void stopped() {
    connection.bodyStopped();
  }

  @Override
  protected void resumed() {
    connection.bodyResumed();
  }

  @Override
  protected void receives(int octets) {
    long allowed = connection.bodyAllowed();
    if (received() + octets > allowed && !isRaw()) {
      throw new ProxyFailure(
          Cause.BODY_TOO_LARGE,
          "found a body of more than " + allowed + " octets; expected at most as many");
    }
    connection.bodyReceived(octets);
  }

  @Override
  protected void ended(boolean moreFollows) {
    connection.bodyEnded();
  }
}
