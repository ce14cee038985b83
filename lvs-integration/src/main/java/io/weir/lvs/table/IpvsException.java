package io.weir.lvs.table;

import java.io.IOException;

/** Carries an {@link IpvsFailure}. */
public final class IpvsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient IpvsFailure failure;

  public IpvsException(IpvsFailure failure) {
    super(failure.text());
    this.failure = failure;
  }

  public IpvsFailure failure() {
    return failure;
  }
}
