package io.weir.proxy.cache.disk;

import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.cache.store.StoredResponse;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a folder as records: one is written, stands in the place of an older one, or
 * gets another head. On the thread that writes, but for what says otherwise.
 */
final class Records {
  private final MemoryStore memory;
  private final Shelf shelf;
  private final SegmentLog log;
  private final Judge judge;
  private final Readers readers;
  private final long seed;
  private final LongAdder written = new LongAdder();

  /**
   * @param seed of the hashes of this folder
   */
  Records(
      MemoryStore memory, Shelf shelf, SegmentLog log, Judge judge, Readers readers, long seed) {
    this.memory = memory;
    this.shelf = shelf;
    this.log = log;
    this.judge = judge;
    this.readers = readers;
    this.seed = seed;
  }

  /** The hash that a key has here. Any thread. */
  long print(CacheKey key) {
    long hash = key.hash(seed);
    return hash == 0 ? 1 : hash;
  }

  /** Records written so far. Any thread. */
  long written() {
    return written.sum();
  }

  /**
   * Writes a response whose content is in memory, unless it was removed after {@code began} or
   * there is something newer.
   */
  void keep(CacheKey key, StoredResponse response, long began) throws IOException {
    long print = print(key);
    if (!supersede(print, key, response)) {
      return;
    }
    var content = response.content();
    var sums = new Sums();
    for (long at = 0; at < content.length(); ) {
      var part = content.slice(at, Sums.BLOCK);
      if (part == null) {
        throw new IOException("found content that is not in memory");
      }
      at += part.readableBytes();
      sums.add(part);
      part.release();
    }
    var head = judge.judged(Description.of(key, response, sums.done())).orElse(null);
    if (head != null) {
      long place =
          content.length() <= log.sizes().inside()
              ? log.append(print, head, content)
              : log.append(alone(print, response), head, true);
      kept(key, response, place, began);
    }
  }

  /** Writes content that is too long for a segment. */
  private RecordStart alone(long print, StoredResponse response) throws IOException {
    var content = response.content();
    var file = log.begin();
    try {
      log.extend(file, content.length());
      var open = file.hold(shelf.closer());
      try {
        Octets.write(open.channel(), content, 0);
      } finally {
        open.letGo();
      }
      log.finish(file);
    } catch (IOException e) {
      log.discard(file);
      throw e;
    }
    return new RecordStart(print, 0, file.number(), 0, content.length());
  }

  private void kept(CacheKey key, StoredResponse response, long place, long began)
      throws IOException {
    written.increment();
    response.place(place);
    if (response.content() instanceof Spool || response.content().length() > DiskStore.LONG) {
      var found = shelf.read(place);
      var content = content(found);
      if (content != null) {
        memory.move(key, response, response.in(content));
      }
    }
    if (memory.isRemovedSince(key, began)) {
      log.kill(print(key), place, false);
    }
  }

  /** Keeps what has arrived in a spool, or drops it from memory too. */
  void keep(CacheKey key, StoredResponse response, Spool spool, long began) throws IOException {
    long print = print(key);
    var file = spool.file();
    response.place(Place.NONE);
    boolean isKept =
        file != null && !memory.isRemovedSince(key, began) && supersede(print, key, response);
    var head =
        isKept ? judge.judged(Description.of(key, response, spool.sums())).orElse(null) : null;
    if (file == null || head == null) {
      memory.drop(key, response);
      return;
    }
    log.finish(file);
    spool.handOver();
    try {
      var record = new RecordStart(print, 0, file.number(), 0, spool.length());
      kept(key, response, log.append(record, head, true), began);
    } catch (IOException e) {
      memory.drop(key, response);
      log.discard(file);
      throw e;
    }
  }

  /** The content of a record, not checked yet; null if its file is gone. Blocks. */
  @Nullable FileContent content(Shelf.Read found) throws IOException {
    var file = shelf.find(found.record().file());
    if (file == null) {
      return null;
    }
    var open = file.hold(shelf.closer());
    try {
      return new FileContent(open, found.record(), found.head().sums(), readers);
    } finally {
      open.letGo();
    }
  }

  /** Makes void what the response stands in the place of; false if there is something newer. */
  boolean supersede(long print, CacheKey key, StoredResponse response) throws IOException {
    for (long place : shelf.index().find(print)) {
      try {
        var head = shelf.read(place).head();
        if (head.key().equals(key) && head.isReplacedBy(response)) {
          if (head.sequence() > response.sequence()) {
            return false;
          }
          log.kill(print, place, false);
        }
      } catch (DamagedRecord _) {
        shelf.index().remove(print, place);
      }
    }
    return true;
  }

  /** Writes the head of a response that has been validated, if that changes much. */
  void renew(long print, long place, CacheKey key, StoredResponse response) throws IOException {
    var found = shelf.read(place);
    var head = found.head();
    if (!head.key().equals(key) || !head.isReplacedBy(response)) {
      return;
    }
    var renewed = judge.judged(Description.of(key, response, head.sums()));
    if (renewed.isEmpty()) {
      log.kill(print, place, false);
    } else if (Renewal.isWorthIt(head, response)) {
      response.place(log.append(found.record(), renewed.get(), true));
      log.kill(print, place, true);
    }
  }
}
