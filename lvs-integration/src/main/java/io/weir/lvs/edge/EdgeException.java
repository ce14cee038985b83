package io.weir.lvs.edge;

import java.io.IOException;

/** What came over a stream that is not to be believed, or a refusal that the director told. */
public final class EdgeException extends IOException {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  public EdgeException(Refusal refusal) {
    super(refusal.text());
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
