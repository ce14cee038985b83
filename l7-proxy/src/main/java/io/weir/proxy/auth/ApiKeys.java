package io.weir.proxy.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of keys and whom each stands for: lines {@code ID KEY} or {@code ID sha256:HEX}. Only
 * hashes are kept, and keys are looked up by them, so that the time it takes tells nothing of how
 * near a guess was. Immutable; any thread.
 */
final class ApiKeys {
  /** A key that is shorter can be found by trying. */
  private static final int SHORTEST = 16;

  private static final String HASHED = "sha256:";

  private final Map<Digest, String> ids;

  private ApiKeys(Map<Digest, String> ids) {
    this.ids = ids;
  }

  /**
   * Reads a file's content.
   *
   * @throws IOException if it breaks the form; the message names the line, and no secret
   */
  static ApiKeys parse(byte[] octets) throws IOException {
    var ids = new HashMap<Digest, String>();
    for (var line : Lines.of(octets)) {
      var parts = line.text().split("[ \t]+", -1);
      if (parts.length != 2) {
        throw line.mistake("found " + parts.length + " words; expected two: ID KEY");
      }
      if (parts[0].chars().anyMatch(Character::isISOControl)) {
        throw line.mistake("found a control character in an id");
      }
      if (ids.putIfAbsent(digest(line, parts[1]), parts[0]) != null) {
        throw line.mistake("found a key a second time");
      }
    }
    if (ids.isEmpty()) {
      throw new IOException("found no key in it; expected lines ID KEY or ID sha256:HEX");
    }
    return new ApiKeys(Map.copyOf(ids));
  }

  private static Digest digest(Lines line, String key) throws IOException {
    if (!key.startsWith(HASHED)) {
      if (key.length() < SHORTEST) {
        throw line.mistake("found a key of less than " + SHORTEST + " characters");
      }
      return Digest.of(key.getBytes(StandardCharsets.UTF_8));
    }
    var hex = key.substring(HASHED.length());
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      throw line.mistake("found a sha256 that is none; expected 64 hexadecimal digits");
    }
    return Digest.stored(HexFormat.of().parseHex(hex));
  }

  /** Whom the key stands for, or null if it is none of the set. */
  @Nullable String idOf(byte[] key) {
    return ids.get(Digest.of(key));
  }
}
