package io.weir.proxy.watch;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The files of one kind, by name. Any thread may call; opening blocks.
 *
 * @param <T> what a file becomes
 */
public final class WatchedFiles<T> {
  private final Map<String, WatchedFile<T>> byName = new ConcurrentHashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private final Loader<T> loader;
  private final Function<T, String> description;

  /** Reads a file. */
  @FunctionalInterface
  public interface Loader<T> {
    /**
     * Reads the file.
     *
     * @param name what messages call it
     * @throws IOException if it cannot be used; the message says which file and why
     */
    T load(Path path, String name) throws IOException;
  }

  /**
   * @param description says of what was read how much it is, for the log
   */
  public WatchedFiles(Loader<T> loader, Function<T, String> description) {
    this.loader = loader;
    this.description = description;
  }

  /**
   * The file as it is now: read if it is new here or has changed.
   *
   * @throws IOException if it cannot be used
   */
  public WatchedFile<T> open(String name) throws IOException {
    var known = byName.get(name);
    if (known != null) {
      known.refresh();
      return known;
    }
    try {
      var opened = new WatchedFile<>(name, this);
      byName.put(name, opened);
      return opened;
    } catch (InvalidPathException e) {
      throw new IOException("found a name that no file can have: " + e.getReason(), e);
    }
  }

  /** A file that has been opened. */
  public WatchedFile<T> get(String name) {
    var known = byName.get(name);
    if (known == null) {
      throw new IllegalStateException("found that file '" + name + "' has not been read");
    }
    return known;
  }

  /** Forgets all files but these. */
  public void retain(Collection<String> names) {
    byName.keySet().retainAll(names);
  }

  /** Looks whether files have changed, and reads again what has. */
  public void look() {
    byName.values().forEach(WatchedFile::look);
  }

  /** How often the change of a file could not be used. */
  public long failures() {
    return failures.get();
  }

  void failed() {
    failures.incrementAndGet();
  }

  T read(Path path, String name) throws IOException {
    return loader.load(path, name);
  }

  String describe(T value) {
    return description.apply(value);
  }
}
