package io.weir.proxy.address;

import java.io.IOException;
import java.util.List;

/** A file of addresses with lines that are none. */
public final class BadAddressFile extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  BadAddressFile(List<String> mistakes) {
    super(String.join("; ", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** What is wrong, each with file and line; only the first few if there are many. */
  public List<String> mistakes() {
    return mistakes;
  }
}
