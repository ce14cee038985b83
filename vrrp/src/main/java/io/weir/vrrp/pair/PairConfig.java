package io.weir.vrrp.pair;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Where directors meet.
 *
 * @param on where this one listens
 * @param with where the others do
 * @param key that all have; not printed
 */
public record PairConfig(InetSocketAddress on, List<InetSocketAddress> with, byte[] key) {
  public PairConfig {
    with = List.copyOf(with);
    key = key.clone();
    if (key.length == 0) {
      throw new IllegalArgumentException("found an empty key");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PairConfig(var place, var others, var secret)
        && place.equals(on)
        && others.equals(with)
        && Arrays.equals(secret, key);
  }

  @Override
  public int hashCode() {
    return 31 * on.hashCode() + with.hashCode();
  }

  @Override
  public String toString() {
    return "PairConfig[on=" + on + ", with=" + with + "]";
  }
}
