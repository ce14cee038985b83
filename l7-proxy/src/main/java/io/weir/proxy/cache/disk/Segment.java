package io.weir.proxy.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file of records, and the one that lists them. On the thread that writes. */
final class Segment {
  private static final int LINES = 64;

  private final StoreFile file;
  private final Path index;
  private final ByteBuffer lines = ByteBuffer.allocate(LINES * Entry.SIZE);
  private int length;
  private long indexLength;
  private long weight;

  /** A segment that is there. */
  Segment(StoreFile file, Path index, long length, long indexLength, long weight) {
    this.file = file;
    this.index = index;
    this.length = (int) length;
    this.indexLength = indexLength;
    this.weight = weight;
  }

  StoreFile file() {
    return file;
  }

  int number() {
    return file.number();
  }

  /** Where the next record goes. */
  int length() {
    return length;
  }

  /** What its records stand for, with contents that have files for themselves. */
  long weight() {
    return weight;
  }

  /** Octets of its files. */
  long bytes() {
    return length + indexLength + lines.position();
  }

  /** A record has been written at the end. */
  void add(Entry entry) throws IOException {
    length += (int) Place.align(entry.length());
    weight += entry.weight();
    if (!lines.hasRemaining()) {
      flush();
    }
    entry.encode(lines);
  }

  /** Writes what the index lacks yet. */
  void flush() throws IOException {
    if (lines.position() == 0) {
      return;
    }
    try (var out = FileChannel.open(index, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var octets = lines.duplicate().flip();
      long at = indexLength;
      while (octets.hasRemaining()) {
        at += out.write(octets, at);
      }
      indexLength = at;
    } finally {
      // Entries that could not be written are forgotten by the next start, and nothing worse.
      lines.clear();
    }
  }

  /** All that it lists. */
  List<Entry> entries() throws IOException {
    flush();
    return Files.exists(index)
        ? Entry.decodeAll(ByteBuffer.wrap(Files.readAllBytes(index)), length)
        : List.of();
  }

  void delete() throws IOException {
    file.giveUp();
    Files.deleteIfExists(index);
    Files.deleteIfExists(file.path());
  }
}
