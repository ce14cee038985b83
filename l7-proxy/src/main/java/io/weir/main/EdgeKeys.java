package io.weir.main;

import io.weir.dsl.model.Acceptance;
import io.weir.dsl.model.Director;
import io.weir.dsl.model.Enlistment;
import io.weir.dsl.model.Secret;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.lvs.edge.EdgeKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the keys by which edges and directors know each other: lines of a name and a key, empty
 * ones and those behind {@code #} left out. Blocks on the disk.
 */
final class EdgeKeys {
  private static final String LINE = "expected a line such as: edge-1 KEY";

  /** Shorter ones can be guessed from what goes over the network. */
  private static final int LEAST = 16;

  private EdgeKeys() {}

  /** What cannot be read, or is none. */
  static List<Diagnostic> mistakes(WeirConfig config) {
    var mistakes = new ArrayList<Diagnostic>();
    config
        .director()
        .flatMap(Director::edges)
        .flatMap(edges -> mistake(edges.keys(), () -> of(edges)))
        .ifPresent(mistakes::add);
    for (var enlistment : config.enlistments()) {
      mistake(enlistment.key(), () -> of(enlistment)).ifPresent(mistakes::add);
    }
    return mistakes;
  }

  /** Reads keys, to see whether they can be. */
  private interface Taking {
    Object take() throws IOException;
  }

  private static Optional<Diagnostic> mistake(Secret secret, Taking taking) {
    try {
      taking.take();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          Diagnostic.of(Code.NO_FILE, secret.span(), String.valueOf(e.getMessage())));
    }
  }

  /**
   * The keys of all edges that may come, by their names; more than one while a key is replaced.
   *
   * @throws IOException if one is missing; the message says why, and nothing of what was read
   */
  static Map<String, List<EdgeKey>> of(Acceptance edges) throws IOException {
    var keys = new LinkedHashMap<String, List<EdgeKey>>();
    for (var key : lines(edges.keys())) {
      keys.computeIfAbsent(key.name(), _ -> new ArrayList<>()).add(key);
    }
    for (var allowed : edges.allowed()) {
      if (!keys.containsKey(allowed.name())) {
        throw new IOException(
            "found no key of '%s' in %s; %s"
                .formatted(
                    allowed.name(), edges.keys().text(), LINE.replace("edge-1", allowed.name())));
      }
    }
    return keys;
  }

  /**
   * The one key of this edge.
   *
   * @throws IOException as above
   */
  static EdgeKey of(Enlistment enlistment) throws IOException {
    var keys = lines(enlistment.key());
    if (keys.size() > 1) {
      throw new IOException(
          "found %d keys in %s; expected the one of this edge"
              .formatted(keys.size(), enlistment.key().text()));
    }
    return keys.getFirst();
  }

  private static List<EdgeKey> lines(Secret secret) throws IOException {
    var keys = new ArrayList<EdgeKey>();
    for (var line : RouterFiles.text(secret).lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        keys.add(key(line, secret));
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("found no key in %s; %s".formatted(secret.text(), LINE));
    }
    return keys;
  }

  private static EdgeKey key(String line, Secret secret) throws IOException {
    var parts = line.split("\\s+", 2);
    if (parts.length < 2) {
      throw new IOException(
          "found a line without a name or a key in %s; %s".formatted(secret.text(), LINE));
    }
    byte[] octets = parts[1].getBytes(StandardCharsets.UTF_8);
    if (octets.length < LEAST) {
      throw new IOException(
          "found a key of %d octets in %s; expected %d or more, as of: openssl rand -hex 32"
              .formatted(octets.length, secret.text(), LEAST));
    }
    try {
      return new EdgeKey(parts[0], octets);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "found a name that is none in %s; %s".formatted(secret.text(), LINE), e);
    }
  }
}
