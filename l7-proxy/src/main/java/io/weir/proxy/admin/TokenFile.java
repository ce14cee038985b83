package io.weir.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin token in its file, read again when the file has changed. A file that is gone or empty
 * meanwhile leaves the last token in force, so that a rotation has no gap. Blocks on the disk; one
 * thread at a time.
 */
public final class TokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  private final Path path;
  private Version version;
  private byte[] token;

  /** What tells one content of the file from another without reading it. */
  private record Version(long modifiedNanos, long size, String key) {
    static Version of(Path path) throws IOException {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      long nanos = attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
      return new Version(nanos, attributes.size(), String.valueOf(attributes.fileKey()));
    }
  }

  TokenFile(Path path) throws IOException {
    this.path = path;
    try {
      this.version = Version.of(path);
      this.token = read(path);
    } catch (NoSuchFileException e) {
      throw new IOException("found no token file '" + path + "'", e);
    } catch (AccessDeniedException e) {
      throw new IOException("found token file '" + path + "', which Weir's user may not read", e);
    } catch (CharacterCodingException e) {
      throw new IOException("found token file '" + path + "' that is not UTF-8", e);
    }
  }

  /**
   * Looks whether a token can be read. Blocks.
   *
   * @throws IOException if not; the message names the file
   */
  public static void check(Path path) throws IOException {
    new TokenFile(path);
  }

  /** The token in force. */
  byte[] current() {
    try {
      // The version comes first: a change between the two reads is seen the next time.
      var now = Version.of(path);
      if (!now.equals(version)) {
        token = read(path);
        version = now;
      }
    } catch (IOException e) {
      LOG.warn("admin token: {}; the last one stays in force", e.toString());
    }
    return token;
  }

  private static byte[] read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException("found a folder at '" + path + "'; expected a file with a token");
    }
    var text = Files.readString(path, UTF_8).strip();
    if (text.isEmpty()) {
      throw new IOException("found an empty token file '" + path + "'");
    }
    return text.getBytes(UTF_8);
  }
}
