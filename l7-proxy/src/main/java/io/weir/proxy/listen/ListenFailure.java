package io.weir.proxy.listen;

/** A socket that cannot be listened on; the message says which and why. */
public final class ListenFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ListenFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
