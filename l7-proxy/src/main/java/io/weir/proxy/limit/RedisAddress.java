package io.weir.proxy.limit;

import io.lettuce.core.RedisURI;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.SharedLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how it is entered, secrets read. Two that are equal are one Redis, also after
 * a reload.
 */
record RedisAddress(
    boolean isTls,
    String host,
    int port,
    int database,
    String user,
    @Nullable String password,
    Optional<String> authorities,
    Duration timeout) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /**
   * The address that a configuration names.
   *
   * @throws IOException if the password cannot be had; the message says why, never what it is
   */
  static RedisAddress of(SharedLimits shared) throws IOException {
    return new RedisAddress(
        shared.isTls(),
        shared.at().host(),
        shared.at().port(),
        shared.database(),
        shared.user().orElse("default"),
        shared.password().isEmpty() ? null : RedisFiles.password(shared.password().get()),
        shared.authorities().map(NamedFile::path),
        shared.timeout());
  }

  RedisURI uri() {
    var uri =
        RedisURI.builder()
            .withHost(host)
            .withPort(port)
            .withDatabase(database)
            .withSsl(isTls)
            .withVerifyPeer(isTls)
            .withTimeout(CONNECT_TIMEOUT);
    if (password != null) {
      uri.withAuthentication(user, password.toCharArray());
    }
    return uri.build();
  }

  @Override
  public String toString() {
    return (isTls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
  }
}
