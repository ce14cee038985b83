package io.weir.proxy.listen;

import io.weir.dsl.model.Listener;

/** A socket that cannot be listened on; the message says which and why. */
public final class ListenFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Listener listener;

  ListenFailure(Listener listener, Throwable cause) {
    super("cannot listen on '" + listener.at() + "': " + cause.getMessage(), cause);
    this.listener = listener;
  }

  /** What asks for the socket. */
  public Listener listener() {
    return listener;
  }
}
