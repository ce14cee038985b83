package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.cache.store.StoredResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One folder, as it is written to. What is asked of it is done by its {@link Scribe}, in order, and
 * seen by who reads from its {@link Shelf} as soon as it is done. Any thread.
 */
final class DiskStore implements AutoCloseable {
  /** What is longer is sent from the file once it is there, and gives up its place in memory. */
  static final int LONG = 128 << 10;

  /** What a head that waits to be written weighs, about. */
  private static final int HEAD = 4 << 10;

  /** Contents that arrive at the same time. */
  private static final int MOST_SPOOLS = 64;

  private final Folder folder;
  private final MemoryStore memory;
  private final Scribe scribe;
  private final Readers readers;
  private final Shelf shelf;
  private final SegmentLog log;
  private final Judge judge;
  private final Set<Long> forgetting = ConcurrentHashMap.newKeySet();
  private final Set<Long> spools = ConcurrentHashMap.newKeySet();
  private final Records records;
  private volatile long object;

  private DiskStore(
      Folder folder, MemoryStore memory, Scribe scribe, Shelf shelf, SegmentLog log, Judge judge) {
    this.folder = folder;
    this.memory = memory;
    this.scribe = scribe;
    this.readers = new Readers(memory.name());
    this.shelf = shelf;
    this.log = log;
    this.judge = judge;
    this.records = new Records(memory, shelf, log, judge, readers, folder.seed());
    this.object = log.sizes().object();
  }

  /** A folder as it was opened, and what was found in it. */
  record Opened(Folder folder, Recovery found) {
    static Opened of(Path path) throws IOException {
      var folder = Folder.open(path);
      try {
        return new Opened(folder, Recovery.of(folder));
      } catch (IOException e) {
        folder.close();
        throw new IOException("folder '" + path + "' of a cache cannot be read: " + e, e);
      }
    }
  }

  /**
   * Starts to use a folder.
   *
   * @param memory the tier above
   */
  static DiskStore start(Opened opened, Sizes sizes, MemoryStore memory) throws IOException {
    var folder = opened.folder;
    var found = opened.found;
    var scribe = new Scribe(memory.name(), folder.path().toString());
    var shelf = new Shelf(new Index(found.count()), scribe::close);
    var judge = new Judge(memory.purges());
    var log = new SegmentLog(folder, shelf, sizes, judge, memory::has, found.last() + 1);
    for (var member : found.useless()) {
      Files.deleteIfExists(folder.file(member.number(), member.kind()));
    }
    for (var member : found.objects()) {
      var path = folder.file(member.number(), member.kind());
      var file = new StoreFile(member.number(), true, path, member.length());
      shelf.add(file);
      log.restore(file);
    }
    for (var part : found.parts()) {
      restore(folder, shelf, log, part);
    }
    var store = new DiskStore(folder, memory, scribe, shelf, log, judge);
    scribe.start(store.new Caring());
    store.later(() -> log.resize(sizes));
    return store;
  }

  private static void restore(Folder folder, Shelf shelf, SegmentLog log, Recovery.Part part) {
    int number = part.segment().number();
    long length = part.segment().length();
    var file = new StoreFile(number, false, folder.file(number, Folder.Kind.SEGMENT), length);
    shelf.add(file);
    var index = folder.file(number, Folder.Kind.INDEX);
    log.restore(new Segment(file, index, length, part.index().length(), part.weight()));
    for (var entry : part.entries()) {
      shelf.index().add(entry.print(), Place.of(number, entry.offset()));
    }
  }

  /** What is done on the thread that writes beside what it is asked for. */
  private final class Caring implements Scribe.Care {
    private boolean isShrunk;

    @Override
    public void idle() throws IOException {
      log.flush();
      shelf.closeIdle();
      if (isShrunk && !scribe.isResting()) {
        isShrunk = false;
        log.stretch();
      }
    }

    @Override
    public void full() {
      isShrunk = true;
      log.shrink();
    }

    @Override
    public void end() throws IOException {
      log.flush();
      shelf.close();
      folder.close();
    }
  }

  Records records() {
    return records;
  }

  Shelf shelf() {
    return shelf;
  }

  Judge judge() {
    return judge;
  }

  Readers readers() {
    return readers;
  }

  Scribe scribe() {
    return scribe;
  }

  /** Octets of content that one response may have. */
  long object() {
    return object;
  }

  /** Uses more or less of the folder from now on. */
  void resize(Sizes sizes) {
    object = sizes.object();
    later(() -> log.resize(sizes));
  }

  private void later(Scribe.Job job) {
    scribe.later(job);
  }

  /**
   * Writes a response whose content is in memory, if that can be done now, in the place of what was
   * there for the same requests. Asked at every hit until it is done, so what is in vain costs no
   * memory.
   */
  void keep(CacheKey asked, StoredResponse response) {
    var content = response.content();
    long octets = content.length();
    if (octets > object || !content.tryRetain()) {
      return;
    }
    if (!scribe.reserve(octets)) {
      content.release();
      return;
    }
    var key = asked.copy();
    response.place(Place.COMING);
    long began = memory.sequence();
    later(() -> {
      try {
        response.place(Place.NONE);
        if (!memory.isRemovedSince(key, began)) {
          records.keep(key, response, began);
        }
      } finally {
        scribe.written(octets);
        content.release();
      }
    });
  }

  /** Makes void what is there for the same requests. The key must be in memory of its own. */
  void forget(CacheKey key, StoredResponse response) {
    forget(records.print(key), print -> records.supersede(print, key, response));
  }

  /** Makes void all that is there for a key. */
  void forget(CacheKey key) {
    forget(
        records.print(key),
        print -> {
          for (long place : shelf.index().find(print)) {
            log.kill(print, place, false);
          }
        });
  }

  /** What is done to all that a print has. */
  private interface Deed {
    void perform(long print) throws IOException;
  }

  /** Nothing is found until it is done. */
  private void forget(long print, Deed deed) {
    if (shelf.index().has(print)) {
      forgetting.add(print);
      scribe.urgent(() -> {
        try {
          deed.perform(print);
        } finally {
          forgetting.remove(print);
        }
      });
    }
  }

  /** Whether there may be something. */
  boolean has(long print) {
    return shelf.index().has(print) && !forgetting.contains(print);
  }

  /** Writes the head of a response that has been validated, if that changes much. */
  void renew(CacheKey key, StoredResponse response) {
    // Counted as what is written is, so that a slow disk does not gather heads without bound.
    if (!scribe.reserve(HEAD)) {
      return;
    }
    later(() -> {
      try {
        long print = records.print(key);
        for (long place : shelf.index().find(print)) {
          renew(print, place, key, response);
        }
      } finally {
        scribe.written(HEAD);
      }
    });
  }

  private void renew(long print, long place, CacheKey key, StoredResponse response)
      throws IOException {
    try {
      records.renew(print, place, key, response);
    } catch (DamagedRecord _) {
      shelf.index().remove(print, place);
    }
  }

  /** Writes another head for what is at a place. */
  void renew(long print, long place, Description head) {
    later(() -> {
      try {
        var found = shelf.read(place);
        log.append(found.record(), head, true);
        log.kill(print, place, true);
      } catch (DamagedRecord _) {
        shelf.index().remove(print, place);
      }
    });
  }

  /** Makes a record void. On the thread that writes. */
  void kill(long print, long place) throws IOException {
    log.kill(print, place, false);
  }

  /** Forgets everything. */
  void clear() {
    scribe.urgent(log::clear);
  }

  /** A place for long content that arrives; null if there is none now. */
  @Nullable Spool spool(CacheKey key) {
    long print = records.print(key);
    if (scribe.isResting() || spools.size() >= MOST_SPOOLS || !spools.add(print)) {
      return null;
    }
    return new Spool(new Spooling(print), readers, object);
  }

  /** Keeps what has arrived in a spool. */
  void keep(CacheKey key, StoredResponse response, Spool spool) {
    if (!spool.tryRetain()) {
      return;
    }
    response.place(Place.COMING);
    long began = memory.sequence();
    later(() -> {
      try {
        records.keep(key, response, spool, began);
      } finally {
        spool.release();
      }
    });
  }

  /** What a spool does to its file. */
  private final class Spooling implements Spool.Writing {
    private final long print;

    Spooling(long print) {
      this.print = print;
    }

    @Override
    public boolean reserve(long octets) {
      return scribe.reserve(octets);
    }

    @Override
    public void later(Scribe.Job job) {
      scribe.later(job);
    }

    @Override
    public void done(long octets) {
      scribe.written(octets);
    }

    @Override
    public StoreFile begin() throws IOException {
      return log.begin();
    }

    @Override
    public void extend(StoreFile file, long octets) throws IOException {
      log.extend(file, octets);
    }

    @Override
    public OpenFile hold(StoreFile file) throws IOException {
      return file.hold(shelf.closer());
    }

    @Override
    public void discard(StoreFile file) throws IOException {
      log.discard(file);
    }

    @Override
    public void over() {
      spools.remove(print);
    }
  }

  @Override
  public void close() {
    scribe.close();
    readers.close();
  }
}
