package io.weir.dsl.model;

/** How a virtual router's adverts show who sent them. */
public sealed interface VrrpAuth {
  /** Version 2's password in clear: it keeps mistakes apart, and nobody out. */
  record Pass(Secret password) implements VrrpAuth {}

  /**
   * A signature behind the advert.
   *
   * @param keys lines of a number and a key; the first signs, all verify
   */
  record Hmac(Secret keys, Mode mode) implements VrrpAuth {}

  /** How far signatures are in use. */
  enum Mode {
    /** Nothing is signed; wrong signatures are refused. */
    RECEIVE_ONLY("receive-only"),
    /** Signed; what is not signed is accepted. */
    PERMISSIVE("permissive"),
    /** Signed; what is not signed is refused. */
    ENFORCE("enforce");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    /** As it is written. */
    public String word() {
      return word;
    }
  }
}
