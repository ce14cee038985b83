package io.weir.main.keepalived;

import java.util.Optional;

/** What keepalived's text can do with itself before it is read, and Weir's import does not. */
final class Unsupported {
  private Unsupported() {}

  static Optional<String> why(Node node) {
    var keyword = node.keyword();
    if (keyword.startsWith("include")) {
      return Optional.of("what is included is not read; import it by itself");
    }
    if (keyword.startsWith("$") || node.words().stream().anyMatch(Unsupported::hasVariable)) {
      return Optional.of("variables are not replaced; write the value");
    }
    if (keyword.startsWith("@")) {
      return Optional.of("conditions are not looked at; keep what is for this machine");
    }
    if (keyword.startsWith("~")) {
      return Optional.of("sequences are not written out; write each line");
    }
    return Optional.empty();
  }

  private static boolean hasVariable(String word) {
    return word.matches(".*\\$(\\{|[A-Za-z_]).*")
        || word.contains("~SEQ(")
        || word.contains("~LST(");
  }
}
