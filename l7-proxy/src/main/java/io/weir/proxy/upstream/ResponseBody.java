package io.weir.proxy.upstream;

import io.weir.proxy.failure.Cause;
import io.weir.proxy.http1.IncomingBody;

/** The content of a response, or the server's half of a tunnel. */
final class ResponseBody extends IncomingBody {
  private final UpstreamConnection connection;

  ResponseBody(UpstreamConnection connection, long length) {
    super(length, Cause.UPSTREAM_GARBAGE);
    this.connection = connection;
  }

  @Override
  protected void started() {
    connection.reader().process();
  }

  @Override
  protected void stopped() {
    connection.reader().adjust();
  }

  @Override
  protected void resumed() {
    connection.reader().process();
  }

  @Override
  protected void receives(int octets) {}

  @Override
  protected void ended(boolean moreFollows) {
    if (!endsWithConnection()) {
      connection.responseEnded(moreFollows);
    }
  }

  @Override
  public void cancel() {
    super.cancel();
    if (!isDone()) {
      // Reading the rest for nobody would cost more than a new connection.
      connection.close();
    }
  }
}
