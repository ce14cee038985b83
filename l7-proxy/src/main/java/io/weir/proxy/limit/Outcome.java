package io.weir.proxy.limit;

/** What a limit did with a request. */
enum Outcome {
  /** It was within the limit. */
  PASSED("passed"),
  /** It was held back, and then let through or left by its client. */
  DELAYED("delayed"),
  /** It was refused. */
  REFUSED("refused"),
  /** It would have been refused, but for {@code dry-run}. */
  DRY_RUN("dry-run"),
  /** Redis did not answer, so it passed or was refused as {@code on-failure} says. */
  UNAVAILABLE("unavailable"),
  /** It has no key, so it was not counted. */
  NO_KEY("no-key");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** The label in metrics. */
  String word() {
    return word;
  }
}
