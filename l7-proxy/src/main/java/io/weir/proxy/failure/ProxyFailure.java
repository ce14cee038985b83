package io.weir.proxy.failure;

/**
 * A request that cannot be answered as it should be. Carries no stack trace: it is an outcome of
 * the wire, not a defect, and is made on the request path.
 */
public final class ProxyFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Cause cause;

  /**
   * @param detail what was found and what was expected; goes to logs, never to the client
   */
  public ProxyFailure(Cause cause, String detail) {
    super(detail, null, false, false);
    this.cause = cause;
  }

  /** Why, and whose fault. */
  public Cause why() {
    return cause;
  }

  /** The failure as such, or an {@link Cause#INTERNAL} one that wraps what was thrown. */
  public static ProxyFailure of(Throwable thrown) {
    if (thrown instanceof ProxyFailure failure) {
      return failure;
    }
    var internal = new ProxyFailure(Cause.INTERNAL, String.valueOf(thrown));
    internal.addSuppressed(thrown);
    return internal;
  }
}
