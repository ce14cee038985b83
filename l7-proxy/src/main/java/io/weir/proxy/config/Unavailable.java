package io.weir.proxy.config;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.io.IOException;

/** Something that a sound configuration needs cannot be had now; the diagnostic says what. */
public final class Unavailable extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  /**
   * @param span what asks for it
   */
  public Unavailable(String message, Span span, Throwable cause) {
    super(message, cause);
    this.diagnostic = Diagnostic.of(Code.UNAVAILABLE, span, message);
  }

  /** What to tell who wrote the configuration. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
