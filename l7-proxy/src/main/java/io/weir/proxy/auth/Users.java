package io.weir.proxy.auth;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in with which password: the content of an {@code htpasswd} file, one {@code
 * name:hash} a line. Immutable.
 */
final class Users {
  private static final int LONGEST_NAME = 255;

  private final Map<String, StoredPassword> byName;
  private final StoredPassword decoy;

  private Users(Map<String, StoredPassword> byName, StoredPassword decoy) {
    this.byName = byName;
    this.decoy = decoy;
  }

  /**
   * Reads a file's content.
   *
   * @throws IOException if it breaks the form; the message names the line, and no secret
   */
  static Users parse(byte[] octets) throws IOException {
    var byName = new HashMap<String, StoredPassword>();
    @Nullable StoredPassword first = null;
    for (var line : Lines.of(octets)) {
      int colon = line.text().indexOf(':');
      if (colon < 1 || colon > LONGEST_NAME) {
        throw line.mistake("found no name; expected NAME:HASH");
      }
      var name = line.text().substring(0, colon);
      if (name.chars().anyMatch(Character::isISOControl)) {
        throw line.mistake("found a control character in a name");
      }
      var password = password(line, line.text().substring(colon + 1));
      first = first == null ? password : first;
      if (byName.putIfAbsent(name, password) != null) {
        throw line.mistake("found the name '" + name + "' a second time");
      }
    }
    if (first == null) {
      throw new IOException("found no user in it; expected lines NAME:HASH");
    }
    return new Users(Map.copyOf(byName), first);
  }

  private static StoredPassword password(Lines line, String text) throws IOException {
    try {
      return StoredPassword.of(text);
    } catch (IllegalArgumentException e) {
      // Base64's own messages show what they choke on.
      var why = String.valueOf(e.getMessage());
      throw line.mistake(why.startsWith("found") ? why : "found a hash that is none");
    }
  }

  /** How many there are. */
  int count() {
    return byName.size();
  }

  /**
   * Whether the user has this password. A name that nobody has takes as long as one that the first
   * user of the file would: it is held against that user's hash, in vain.
   */
  boolean has(String name, byte[] password) {
    var stored = byName.get(name);
    boolean matches = (stored == null ? decoy : stored).matches(password);
    return matches && stored != null;
  }
}
