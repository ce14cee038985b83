package io.weir.proxy.limit;

import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.SharedLimits;
import io.weir.dsl.model.SharedLimits.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code shared redis} names beside Redis itself: its password and its authorities. Blocks.
 */
public final class RedisFiles {
  private RedisFiles() {}

  /**
   * What cannot be used, and why; the why shows nothing of a secret.
   *
   * @param file empty: it is a variable of the environment
   */
  public record Unfit(Optional<NamedFile> file, String why) {}

  /** What of it cannot be used. */
  public static List<Unfit> unfit(SharedLimits shared) {
    var unfit = new ArrayList<Unfit>();
    shared
        .password()
        .ifPresent(secret -> {
          try {
            password(secret);
          } catch (IOException e) {
            unfit.add(new Unfit(file(secret), String.valueOf(e.getMessage())));
          }
        });
    shared
        .authorities()
        .ifPresent(file -> {
          try {
            lookAtCertificates(file);
          } catch (IOException e) {
            unfit.add(new Unfit(Optional.of(file), String.valueOf(e.getMessage())));
          }
        });
    return unfit;
  }

  private static Optional<NamedFile> file(Secret secret) {
    return switch (secret) {
      case Secret.InFile(var file) -> Optional.of(file);
      case Secret.InEnvironment _ -> Optional.empty();
    };
  }

  /**
   * The password.
   *
   * @throws IOException if it cannot be had; the message says why, never what it is
   */
  static String password(Secret secret) throws IOException {
    return switch (secret) {
      case Secret.InFile(var file) -> {
        var password = text(file).lines().findFirst().orElse("").strip();
        if (password.isEmpty()) {
          throw new IOException("found no password in the first line of '" + file.path() + "'");
        }
        yield password;
      }
      case Secret.InEnvironment(var name) -> {
        var password = System.getenv(name);
        if (password == null || password.isEmpty()) {
          throw new IOException("found no password in the environment variable '" + name + "'");
        }
        yield password;
      }
    };
  }

  private static String text(NamedFile file) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets(file))).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("found a password that is not UTF-8 in '" + file.path() + "'", e);
    }
  }

  private static void lookAtCertificates(NamedFile file) throws IOException {
    var in = new ByteArrayInputStream(octets(file));
    try {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        return;
      }
    } catch (CertificateException _) {
      // As little a certificate as nothing is.
    }
    throw new IOException("found no certificate in '" + file.path() + "'; expected PEM");
  }

  private static byte[] octets(NamedFile file) throws IOException {
    try {
      return Files.readAllBytes(Path.of(file.path()));
    } catch (NoSuchFileException e) {
      throw new IOException("found no file '" + file.path() + "'", e);
    } catch (IOException e) {
      throw new IOException("may not or cannot read '" + file.path() + "'", e);
    }
  }
}
