package io.weir.proxy.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that lines are appended to. Every write appends (O_APPEND), so that a rotation which
 * copies and truncates works too.
 */
final class FileSink implements Sink {
  // Addresses and URLs of people are in there: not for everyone on the machine to read.
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

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
    return FileChannel.open(path, Set.of(CREATE, WRITE, APPEND), MODE);
  }
}
