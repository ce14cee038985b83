package io.weir.proxy.auth;

import io.weir.dsl.model.Secret;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was made of a secret, and is made again when the file changes. A file that is gone or broken
 * meanwhile leaves the last good content in force. Any thread may read; one thread at a time looks
 * at the file.
 */
final class Kept<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

  private final Secret secret;
  private final Parser<T> parser;
  private volatile T current;
  private SecretText.Version version;

  /** Makes something of octets. */
  @FunctionalInterface
  interface Parser<T> {
    /**
     * Parses.
     *
     * @throws IOException if the octets are not what they should be; the message shows no secret
     */
    T parse(byte[] octets) throws IOException;
  }

  /** Reads it for the first time. */
  Kept(Secret secret, Parser<T> parser) throws IOException {
    this.secret = secret;
    this.parser = parser;
    // The version comes first: a change between the two reads is seen the next time.
    this.version = SecretText.version(secret);
    this.current = read();
  }

  T current() {
    return current;
  }

  /** Looks whether the file has changed. */
  void refresh() {
    try {
      var now = SecretText.version(secret);
      if (!now.equals(version)) {
        // A content that is broken is told of once, not every second.
        version = now;
        current = read();
        LOG.info("auth: {} has changed and is in force", secret.text());
      }
    } catch (IOException e) {
      LOG.warn("auth: {}; what it held before stays in force", e.getMessage());
    }
  }

  private T read() throws IOException {
    var octets = SecretText.read(secret);
    try {
      return parser.parse(octets);
    } catch (IOException e) {
      throw SecretText.explained(secret, e);
    }
  }
}
