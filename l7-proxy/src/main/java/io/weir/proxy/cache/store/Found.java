package io.weir.proxy.cache.store;

/**
 * What a slower tier has found for a request. Whoever gets it holds a count of each content, so
 * that it cannot go before it was used.
 */
public record Found(Variants variants) {
  /** Nothing. */
  public static final Found NOTHING = new Found(Variants.none());

  /** Gives the counts back. */
  public void release() {
    for (var response : variants.responses()) {
      response.content().release();
    }
  }
}
