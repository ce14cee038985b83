package io.weir.proxy.cache.disk;

import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An open file, and how many use it: who knows where it is kept, and each reply that it is in. */
final class OpenFile extends AtomicInteger {
  private static final long serialVersionUID = 1L;

  private final transient FileChannel channel;
  private final transient Consumer<FileChannel> closer;

  /**
   * Has one user.
   *
   * @param closer is handed the channel when nobody uses it any more; on any thread
   */
  OpenFile(FileChannel channel, Consumer<FileChannel> closer) {
    super(1);
    this.channel = channel;
    this.closer = closer;
  }

  FileChannel channel() {
    return channel;
  }

  /** Whether it is open. */
  boolean isOpen() {
    return get() > 0;
  }

  /** One user more, unless it is closed. Any thread. */
  boolean tryHold() {
    for (int users = get(); users > 0; users = get()) {
      if (compareAndSet(users, users + 1)) {
        return true;
      }
    }
    return false;
  }

  /** One user less. Any thread. */
  void letGo() {
    if (decrementAndGet() == 0) {
      closer.accept(channel);
    }
  }
}
