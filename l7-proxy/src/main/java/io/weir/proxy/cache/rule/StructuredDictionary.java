package io.weir.proxy.cache.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Dictionary of structured field values (RFC 9651 3.2, 4.2.2), parameters checked and dropped.
 */
record StructuredDictionary(Map<String, StructuredDictionary.Value> members) {
  StructuredDictionary {
    members = Map.copyOf(members);
  }

  /** The value of a member. */
  sealed interface Value {}

  /** An Integer. */
  record Count(long number) implements Value {}

  /** A Boolean. */
  record Flag(boolean isSet) implements Value {}

  /** A String. */
  record Text(String text) implements Value {}

  /** A type that no cache directive has. */
  record Other() implements Value {}

  /** Empty if the text is no dictionary; of keys that stand twice, the last counts. */
  static Optional<StructuredDictionary> parse(String text) {
    try {
      return Optional.of(new StructuredDictionary(members(new StructuredText(text.strip()))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Map<String, Value> members(StructuredText in) {
    var members = new LinkedHashMap<String, Value>();
    while (!in.isAtEnd()) {
      var key = in.key();
      var value = in.accept('=') ? in.itemOrList() : new Flag(true);
      in.parameters();
      members.put(key, value);
      in.skipBlanks();
      if (in.isAtEnd()) {
        break;
      }
      in.expect(',');
      in.skipBlanks();
      if (in.isAtEnd()) {
        throw new IllegalArgumentException("found a comma at the end");
      }
    }
    return members;
  }
}
