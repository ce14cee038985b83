package io.weir.proxy.compress;

/** Octets that are not in the coding that they should be in; the message says what was found. */
final class CodingException extends Exception {
  private static final long serialVersionUID = 1L;

  CodingException(String message) {
    super(message);
  }
}
