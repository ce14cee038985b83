package io.weir.lvs.edge;

import java.util.Arrays;

/**
 * What an edge is known by, and shows itself with.
 *
 * @param name 1 to 64 octets of ASCII
 * @param secret that it shares with its directors; not printed
 */
public record EdgeKey(String name, byte[] secret) {
  /** Of a name, in octets. */
  public static final int LONGEST_NAME = 64;

  public EdgeKey {
    secret = secret.clone();
    if (!isName(name)) {
      throw new IllegalArgumentException("found a name of an edge that is none");
    }
    if (secret.length == 0) {
      throw new IllegalArgumentException("found an empty key");
    }
  }

  /** Whether an edge can be called so. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EdgeKey(var otherName, var otherSecret)
        && otherName.equals(name)
        && Arrays.equals(otherSecret, secret);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Without the secret, as this may be logged. */
  @Override
  public String toString() {
    return "EdgeKey[" + name + "]";
  }
}
