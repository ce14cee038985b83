package io.weir.vrrp.libc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A named pipe (fifo(7)) that lines are written to without ever waiting, whether anybody reads them
 * or not: the kernel keeps some 64 KiB of them. Any thread.
 */
public final class Fifo implements AutoCloseable {
  private static final int OWNER_ONLY = 0600;
  private static final int O_RDWR = 2;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int S_IFMT = 0170000;
  private static final int S_IFIFO = 0010000;

  /** What a write is done with as a whole or not at all (PIPE_BUF of Linux). */
  private static final int MOST = 4096;

  private final Path path;
  private final int number;
  private final boolean isOurs;
  private boolean isClosed;

  private Fifo(Path path, int number, boolean isOurs) {
    this.path = path;
    this.number = number;
    this.isOurs = isOurs;
  }

  /**
   * Opens a pipe, made if there is nothing of its name, for its owner alone. Opened for both
   * directions, as nobody may read it yet, and who reads it may end.
   *
   * @throws IOException if there is anything else of its name, or the kernel refuses
   */
  public static Fifo open(Path path) throws IOException {
    boolean isNew = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    if (isNew) {
      Native.checked(Native.LIBC.mkfifo(path.toString(), OWNER_ONLY), "mkfifo(\"" + path + "\")");
    } else if (!isPipe(Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS))) {
      throw new IOException("found '" + path + "', which is no named pipe; move it away");
    }
    int number =
        (int)
            Native.checked(
                Native.LIBC.open(path.toString(), O_RDWR | O_NONBLOCK | O_CLOEXEC),
                "open(\"" + path + "\")");
    var fifo = new Fifo(path, number, isNew);
    // Somebody who may write to the folder may have put something else there meanwhile.
    if (!isPipe(Files.getAttribute(Path.of("/proc/self/fd/" + number), "unix:mode"))) {
      fifo.close();
      throw new IOException("found '" + path + "', which is no named pipe any more");
    }
    return fifo;
  }

  private static boolean isPipe(Object mode) {
    return mode instanceof Integer bits && (bits & S_IFMT) == S_IFIFO;
  }

  /** The name that it was opened by. */
  public Path path() {
    return path;
  }

  /** Writes a text as a whole; whether there was room. Nothing is written after the end. */
  public synchronized boolean write(String text) throws SystemCallException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    if (isClosed || octets.length > MOST) {
      return false;
    }
    if (Native.LIBC.write(number, octets, octets.length) == octets.length) {
      return true;
    }
    var error = Native.lastError();
    if (error.equals(Errno.EAGAIN)) {
      return false;
    }
    throw new SystemCallException("write(\"" + path + "\")", error);
  }

  /** Closes it; one that was made here goes. */
  @Override
  public synchronized void close() {
    if (isClosed) {
      return;
    }
    // Under the same lock as write(): the number may be another file's a moment later.
    isClosed = true;
    Native.LIBC.close(number);
    if (isOurs) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException _) {
        // Somebody else may have made the folder read-only; an empty pipe is no harm.
      }
    }
  }
}
