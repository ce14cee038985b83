package io.weir.dsl.source;

/** How much a diagnostic matters. */
public enum Severity {
  /** The configuration is refused. */
  ERROR("error"),
  /** The configuration is accepted; something in it looks like a mistake. */
  WARNING("warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** As printed: {@code error}. */
  public String word() {
    return word;
  }
}
