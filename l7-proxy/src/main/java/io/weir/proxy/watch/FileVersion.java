package io.weir.proxy.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** What tells one content of a file from another without reading it. */
record FileVersion(long modifiedNanos, long size, String key) {
  static FileVersion of(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new IOException("found a directory; expected a file");
    }
    long nanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return new FileVersion(nanos, attributes.size(), String.valueOf(attributes.fileKey()));
  }
}
