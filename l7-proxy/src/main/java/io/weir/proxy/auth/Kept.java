package io.weir.proxy.auth;

import io.weir.dsl.model.Secret;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
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

  /** What the file was when it was looked at last; null: it was not there, or not to be read. */
  private SecretText.@Nullable Version seen;

  private boolean isRefused;

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
    this.seen = version;
  }

  T current() {
    return current;
  }

  /**
   * Reads the file now if it has changed.
   *
   * @throws IOException if it cannot be used; what it held before stays
   */
  void refresh() throws IOException {
    var now = SecretText.version(secret);
    if (!now.equals(version)) {
      take(now);
    }
  }

  /**
   * Reads the file if it has changed, and not since the last look: a file that is still being
   * written is left alone until it is whole. What cannot be used is told of once.
   *
   * @return whether it was told just now that the file cannot be used
   */
  boolean look() {
    var last = seen;
    seen = null;
    try {
      var now = SecretText.version(secret);
      seen = now;
      if (now.equals(version) || !now.equals(last)) {
        isRefused = false;
      } else if (!isRefused) {
        take(now);
        LOG.info("auth: {} has changed and is in force", secret.text());
      }
      return false;
    } catch (IOException e) {
      boolean isNews = !isRefused;
      isRefused = true;
      if (isNews) {
        LOG.warn("auth: {}; what it held before stays in force", e.getMessage());
      }
      return isNews;
    }
  }

  private void take(SecretText.Version now) throws IOException {
    current = read();
    version = now;
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
