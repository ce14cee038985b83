package io.weir.proxy.cache.purge;

/** There is no room for the rules of a purge, none of which is in force; it may be made later. */
public final class TooManyPurges extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyPurges(String message) {
    super(message, null, false, false);
  }
}
