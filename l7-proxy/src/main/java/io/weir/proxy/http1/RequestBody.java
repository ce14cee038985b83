package io.weir.proxy.http1;

import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;

/** The content of the request at hand, or the client's half of a tunnel. */
final class RequestBody extends IncomingBody {
  private final Conversation conversation;

  RequestBody(Conversation conversation, long length) {
    super(length, Cause.BAD_BODY);
    this.conversation = conversation;
  }

  @Override
  protected void started() {
    conversation.bodyStarted();
  }

  @Override
  protected void stopped() {
    conversation.bodyStopped();
  }

  @Override
  protected void resumed() {
    conversation.bodyResumed();
  }

  @Override
  protected void receives(int octets) {
    long allowed = conversation.bodyAllowed();
    if (received() + octets > allowed && !isRaw()) {
      throw new ProxyFailure(
          Cause.BODY_TOO_LARGE,
          "found a body of more than " + allowed + " octets; expected at most as many");
    }
    conversation.bodyReceived(octets);
  }

  @Override
  protected void ended(boolean moreFollows) {
    conversation.bodyEnded();
  }
}
