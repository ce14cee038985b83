package io.weir.proxy.auth;

import io.weir.dsl.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** Reads secrets from where they are kept. Blocks on the disk. */
final class SecretText {
  /** More than a million users fit. */
  private static final long LARGEST = 128L << 20;

  private SecretText() {}

  /**
   * What tells one content from another without reading it.
   *
   * @param key of the file as such, which a rename over it changes
   */
  record Version(long modifiedNanos, long size, String key) {}

  /**
   * The version that is there now.
   *
   * @throws IOException if it cannot be read; the message says what and why
   */
  static Version version(Secret secret) throws IOException {
    return switch (secret) {
      case Secret.InEnvironment _ -> new Version(0, 0, "");
      case Secret.InFile(var file) -> {
        try {
          var attributes = Files.readAttributes(Path.of(file.path()), BasicFileAttributes.class);
          yield new Version(
              attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
              attributes.size(),
              String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
          throw explained(secret, e);
        }
      }
    };
  }

  /**
   * The octets.
   *
   * @throws IOException as above
   */
  static byte[] read(Secret secret) throws IOException {
    return switch (secret) {
      case Secret.InEnvironment(var name, _) -> {
        var value = System.getenv(name);
        if (value == null || value.isEmpty()) {
          throw new IOException("found no variable '" + name + "' in the environment");
        }
        yield value.getBytes(StandardCharsets.UTF_8);
      }
      case Secret.InFile(var file) -> {
        try {
          var path = Path.of(file.path());
          if (Files.size(path) > LARGEST) {
            throw new IOException("found more than " + LARGEST + " octets");
          }
          yield Files.readAllBytes(path);
        } catch (IOException e) {
          throw explained(secret, e);
        }
      }
    };
  }

  /** A failure with a message for people. */
  static IOException explained(Secret secret, IOException e) {
    var why =
        switch (e) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "it may not be read";
          default -> String.valueOf(e.getMessage());
        };
    return new IOException(secret.text() + ": " + why, e);
  }
}
