package io.weir.vrrp.packet;

import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The keys that sign adverts, by number, and the one that signs what is sent. More than one while a
 * key is being replaced.
 *
 * @param active the number of the key that signs, 1 to 255
 * @param byId 1 to 64 octets for each number
 */
public record HmacKeys(int active, Map<Integer, byte[]> byId) {
  /** A longer key would be hashed first, and gain nothing (RFC 2104 3). */
  public static final int MAX_OCTETS = 64;

  public HmacKeys {
    byId =
        byId.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, key -> key.getValue().clone()));
    if (!byId.containsKey(active)) {
      throw new IllegalArgumentException("found no key " + active + "; expected the active one");
    }
    byId.forEach((id, key) -> {
      if (id < 0 || id > 255 || key.length == 0 || key.length > MAX_OCTETS) {
        throw new IllegalArgumentException(
            "found key " + id + " of " + key.length + " octets; expected 1 to 64, number 0..255");
      }
    });
  }

  /** The key that signs what is sent. */
  byte[] signing() {
    return Objects.requireNonNull(byId.get(active));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HmacKeys(int id, var keys)
        && id == active
        && keys.keySet().equals(byId.keySet())
        && byId.keySet().stream()
            .allMatch(one -> MessageDigest.isEqual(keys.get(one), byId.get(one)));
  }

  @Override
  public int hashCode() {
    return 31 * active + byId.keySet().hashCode();
  }

  /** Without the keys, as this may be logged. */
  @Override
  public String toString() {
    return "HmacKeys[active=" + active + ", known=" + byId.keySet() + "]";
  }
}
