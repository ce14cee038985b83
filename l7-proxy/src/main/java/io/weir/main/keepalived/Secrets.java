package io.weir.main.keepalived;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Passwords, which no configuration of Weir's has in it, and the files that they go to. */
final class Secrets {
  private final Optional<String> folder;
  private final Map<String, String> byFile = new LinkedHashMap<>();

  /** Into a folder; without one there is no place for them. */
  Secrets(Optional<String> folder) {
    this.folder = folder;
  }

  boolean keeps() {
    return folder.isPresent();
  }

  /** Keeps a password; the name of its file. */
  String keep(String name, String password) {
    var base = folder.orElseThrow() + "/" + name;
    var file = base + ".pass";
    for (int i = 2; byFile.containsKey(file) && !password.equals(byFile.get(file)); i++) {
      file = base + "-" + i + ".pass";
    }
    byFile.put(file, password);
    return file;
  }

  Map<String, String> byFile() {
    return byFile;
  }
}
