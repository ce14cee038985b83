package io.weir.proxy.failure;

import java.util.List;

/**
 * A request that cannot be answered as it should be. Carries no stack trace: it is an outcome of
 * the wire, not a defect, and is made on the request path.
 */
public final class ProxyFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Cause cause;
  private final transient List<byte[]> lines;
  private final int status;

  /**
   * @param detail what was found and what was expected; goes to logs, never to the client
   */
  public ProxyFailure(Cause cause, String detail) {
    this(cause, cause.status(), detail, List.of());
  }

  /**
   * @param status of the reply, where the configuration names one in place of the cause's own
   */
  public ProxyFailure(Cause cause, int status, String detail) {
    this(cause, status, detail, List.of());
  }

  /**
   * @param lines what the reply says beside what every reply with this cause does: whole field
   *     lines, {@code Name: value CRLF}
   */
  public ProxyFailure(Cause cause, String detail, List<byte[]> lines) {
    this(cause, cause.status(), detail, lines);
  }

  private ProxyFailure(Cause cause, int status, String detail, List<byte[]> lines) {
    super(detail, null, false, false);
    this.cause = cause;
    this.status = status;
    this.lines = List.copyOf(lines);
  }

  /** Why, and whose fault. */
  public Cause why() {
    return cause;
  }

  /** Field lines that the reply has beside those of its cause. */
  public List<byte[]> lines() {
    return lines;
  }

  /** The status of the reply, if one can still be sent. */
  public int status() {
    return status;
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
