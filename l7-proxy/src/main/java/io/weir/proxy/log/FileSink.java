package io.weir.proxy.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that lines are appended to. Every write appends (O_APPEND), so that a rotation which
 * copies and truncates works too. Of a named pipe, too, and then opening does not wait for a
 * reader.
 */
final class FileSink implements Sink {
  // Addresses and URLs of people are in there: not for everyone on the machine to read.
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  // stat(2): the bits of a mode that say what it is, and what they say of a named pipe.
  private static final int TYPE = 0xf000;
  private static final int FIFO = 0x1000;

  private static final Set<StandardOpenOption> FILE = Set.of(CREATE, WRITE, APPEND);

  // fifo(7): to open one for writing waits for a reader, and nothing could end that wait; to open
  // it
  // for both never waits. As long as nobody reads, lines are dropped and counted.
  private static final Set<StandardOpenOption> PIPE = Set.of(READ, WRITE);

  private final Path path;
  private FileChannel file;

  FileSink(Path path) throws IOException {
    this.path = path;
    this.file = open(path);
  }

  @Override
  public void write(ByteBuffer lines) throws IOException {
    while (lines.hasRemaining()) {
      file.write(lines);
    }
  }

  @Override
  public void reopen() throws IOException {
    var old = file;
    file = open(path);
    old.close();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, isPipe(path) ? PIPE : FILE, MODE);
  }

  private static boolean isPipe(Path path) throws IOException {
    try {
      return ((int) Files.getAttribute(path, "unix:mode") & TYPE) == FIFO;
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
