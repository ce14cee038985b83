package io.weir.proxy.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The process's standard output, which is neither reopened nor closed. */
final class StandardOutput implements Sink {
  private final FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();

  @Override
  public void write(ByteBuffer lines) throws IOException {
    while (lines.hasRemaining()) {
      out.write(lines);
    }
  }

  @Override
  public void reopen() {}

  @Override
  public void close() {}
}
