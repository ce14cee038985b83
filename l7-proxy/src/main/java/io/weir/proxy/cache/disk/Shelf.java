package io.weir.proxy.cache.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files there are, and the index of what is in them. Any thread may read. */
final class Shelf {
  /** Enough for a description with its usual fields, in one read. */
  private static final int FIRST_READ = 4096;

  /** Files that are kept open for the next who asks. */
  private static final int MOST_OPEN = 256;

  private final ConcurrentMap<Integer, StoreFile> files = new ConcurrentHashMap<>();
  private final LongAdder evictions = new LongAdder();
  private final Index index;
  private final Consumer<FileChannel> closer;
  private volatile long bytes;

  /** What was read. */
  record Read(RecordStart record, Description head) {}

  /**
   * An empty one.
   *
   * @param closer is handed channels that nobody uses any more, on any thread
   */
  Shelf(Index index, Consumer<FileChannel> closer) {
    this.index = index;
    this.closer = closer;
  }

  Index index() {
    return index;
  }

  Consumer<FileChannel> closer() {
    return closer;
  }

  @Nullable StoreFile find(int number) {
    return files.get(number);
  }

  List<StoreFile> files() {
    return List.copyOf(files.values());
  }

  void add(StoreFile file) {
    files.put(file.number(), file);
  }

  boolean remove(StoreFile file) {
    return files.remove(file.number(), file);
  }

  /** Octets of all files. */
  long bytes() {
    return bytes;
  }

  void bytes(long octets) {
    bytes = octets;
  }

  void evicted() {
    evictions.increment();
  }

  long evictions() {
    return evictions.sum();
  }

  /**
   * Reads a record, without its content. Blocks.
   *
   * @throws DamagedRecord if there is none that is alive and whole
   */
  Read read(long place) throws IOException {
    var file = files.get(Place.segment(place));
    if (file == null) {
      throw DamagedRecord.gone("found that the segment is gone");
    }
    var open = file.hold(closer);
    try {
      int offset = Place.offset(place);
      var octets = Octets.read(open.channel(), offset, FIRST_READ);
      var record = RecordStart.decode(octets.duplicate());
      int size = RecordStart.SIZE + record.headLength();
      if (size > octets.limit()) {
        octets = Octets.read(open.channel(), offset, size);
      }
      if (octets.limit() < size) {
        throw new DamagedRecord("found a record that breaks off");
      }
      return new Read(record, record.description(octets.limit(size)));
    } finally {
      open.letGo();
    }
  }

  /** Closes files that have not been used for long, if many are open. On the thread that writes. */
  void closeIdle() {
    var open = new ArrayList<StoreFile>();
    for (var file : files.values()) {
      if (file.isOpen()) {
        open.add(file);
      }
    }
    if (open.size() > MOST_OPEN) {
      open.sort(Comparator.comparingLong(StoreFile::usedAt));
      open.subList(0, open.size() - MOST_OPEN / 2).forEach(StoreFile::close);
    }
  }

  /** Closes all. */
  void close() {
    files.values().forEach(StoreFile::giveUp);
  }
}
