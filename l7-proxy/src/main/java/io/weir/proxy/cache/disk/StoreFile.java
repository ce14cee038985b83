package io.weir.proxy.cache.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file with content: a segment, or the one content that it is for. Opened when it is needed. */
final class StoreFile {
  private static final Set<StandardOpenOption> THERE =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  private final int number;
  private final boolean isObject;
  private final AtomicReference<@Nullable OpenFile> open = new AtomicReference<>();
  private volatile Path path;
  private volatile long usedAt;
  private volatile boolean gone;
  private long bytes;

  StoreFile(int number, boolean isObject, Path path, long bytes) {
    this.number = number;
    this.isObject = isObject;
    this.path = path;
    this.bytes = bytes;
  }

  int number() {
    return number;
  }

  /** Whether it is one content, and no segment. */
  boolean isObject() {
    return isObject;
  }

  Path path() {
    return path;
  }

  /** It has another name from now on. */
  void path(Path renamed) {
    path = renamed;
  }

  /** Octets that it takes up. On the thread that writes. */
  long bytes() {
    return bytes;
  }

  void bytes(long octets) {
    bytes = octets;
  }

  /** When it was last held, by {@link System#nanoTime}. */
  long usedAt() {
    return usedAt;
  }

  boolean isOpen() {
    return open.get() != null;
  }

  /** Makes the file, which must not be there, and opens it. */
  void create(Consumer<FileChannel> closer) throws IOException {
    open.set(new OpenFile(FileChannel.open(path, NEW), closer));
  }

  /** The file, held; opens it if need be, so it may block. */
  OpenFile hold(Consumer<FileChannel> closer) throws IOException {
    usedAt = System.nanoTime();
    while (true) {
      var there = open.get();
      if (there != null && there.tryHold()) {
        return there;
      }
      if (gone) {
        throw new IOException("found that file " + number + " has been given up");
      }
      var made = new OpenFile(FileChannel.open(path, THERE), closer);
      made.tryHold();
      if (open.compareAndSet(there, made)) {
        if (gone) {
          close();
        }
        return made;
      }
      made.letGo();
      made.letGo();
    }
  }

  /** Closes it as soon as nobody uses it; it may be opened again. */
  void close() {
    var there = open.getAndSet(null);
    if (there != null) {
      there.letGo();
    }
  }

  /** It is deleted. */
  void giveUp() {
    gone = true;
    close();
  }
}
