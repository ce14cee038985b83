package io.weir.proxy.watch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file and what was last read from it. What cannot be used is told in the log, and what was read
 * before stays. {@link #current} may be called by any thread; the rest takes turns.
 *
 * @param <T> what the file becomes; immutable
 */
public final class WatchedFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  private final String name;
  private final Path path;
  private final WatchedFiles<T> kind;
  private volatile T value;
  private FileVersion version;

  /** What the file was when it was looked at last; null: it was not there, or not to be read. */
  private @Nullable FileVersion seen;

  private boolean isRefused;

  WatchedFile(String name, WatchedFiles<T> kind) throws IOException {
    this.name = name;
    this.path = Path.of(name);
    this.kind = kind;
    try {
      // The version comes first: a change while the file is read is then seen the next time.
      this.version = FileVersion.of(path);
      this.value = kind.read(path, name);
    } catch (IOException e) {
      throw readable(e);
    }
    this.seen = version;
  }

  /** What was last read. */
  public T current() {
    return value;
  }

  /**
   * Reads the file now if it has changed.
   *
   * @throws IOException if it cannot be used; what was read before stays
   */
  synchronized void refresh() throws IOException {
    try {
      var now = FileVersion.of(path);
      if (!now.equals(version)) {
        take(now);
      }
    } catch (IOException e) {
      throw readable(e);
    }
  }

  /**
   * Reads the file if it has changed, and not since the last look: a file that is still being
   * written is left alone until it is whole.
   */
  synchronized void look() {
    var last = seen;
    try {
      var now = FileVersion.of(path);
      seen = now;
      if (now.equals(version)) {
        isRefused = false;
      } else if (!now.equals(last)) {
        isRefused = false;
      } else if (!isRefused) {
        take(now);
        LOG.info("'{}' was read again: {}", name, kind.describe(value));
      }
    } catch (IOException e) {
      if (!isRefused) {
        isRefused = true;
        kind.failed();
        LOG.warn("{}; what was read before stays in force", readable(e).getMessage());
      }
    }
  }

  private void take(FileVersion now) throws IOException {
    value = kind.read(path, name);
    version = now;
  }

  private IOException readable(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> new IOException("found no file '" + name + "'", e);
      case AccessDeniedException _ -> new IOException("may not read the file '" + name + "'", e);
      default -> e;
    };
  }
}
