package io.weir.proxy.address;

/** Gathers networks for an {@link AddressTrie}. For one thread. */
public final class AddressTrieBuilder {
  private final PrefixList four = new PrefixList(false);
  private final PrefixList six = new PrefixList(true);

  /**
   * Adds a network.
   *
   * @param address 4 or 16 bytes with no bit set behind the prefix
   */
  public void add(byte[] address, int prefix) {
    if (address.length == 4) {
      addFour(AddressTrie.int32(address, 0), prefix);
    } else {
      addSix(AddressTrie.int64(address, 0), AddressTrie.int64(address, 8), prefix);
    }
  }

  /** How many networks were added. */
  public int count() {
    return four.count() + six.count();
  }

  void addFour(int address, int prefix) {
    four.add((long) address << 32, 0, prefix);
  }

  void addSix(long high, long low, int prefix) {
    six.add(high, low, prefix);
  }

  /** The set; the builder is not to be used again. */
  public AddressTrie build() {
    return new AddressTrie(four.tree(), six.tree());
  }
}
