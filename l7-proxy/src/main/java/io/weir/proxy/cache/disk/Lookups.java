package io.weir.proxy.cache.disk;

import io.netty.buffer.PooledByteBufAllocator;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.Found;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.cache.store.Variants;
import io.weir.proxy.exchange.FieldLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Finds on disk what a request may be answered with, and hands it to the tier above: short content
 * as a copy in memory, long content as a stretch of its file. Nothing is handed out whose checksums
 * do not hold. Blocks; on threads that read.
 */
final class Lookups {
  private final DiskStore disk;
  private final MemoryStore memory;
  private final LongAdder hits = new LongAdder();

  Lookups(DiskStore disk, MemoryStore memory) {
    this.disk = disk;
    this.memory = memory;
  }

  /** Look-ups that found something. Any thread. */
  long hits() {
    return hits.sum();
  }

  /** The response that the request selects, and the part of one, each held once. */
  Found find(CacheKey key, FieldLines request) {
    var there = atHand(key, request);
    if (there != null) {
      return there;
    }
    long began = memory.sequence();
    var chosen = new ArrayList<StoredResponse>();
    for (var candidate : candidates(key, request)) {
      boolean isWhole = candidate.found.head().kept().part().isEmpty();
      if (chosen.stream().noneMatch(one -> one.part() == null == isWhole)) {
        var response = take(key, candidate, began);
        if (response != null) {
          chosen.add(response);
        }
      }
    }
    if (!chosen.isEmpty()) {
      hits.increment();
    }
    return new Found(Variants.of(chosen));
  }

  /** What another look-up has just brought up. */
  private @Nullable Found atHand(CacheKey key, FieldLines request) {
    var stored = memory.find(key).select(request);
    return stored != null && stored.content().isAtHand() && stored.content().tryRetain()
        ? new Found(stored)
        : null;
  }

  /** A record that fits, and where it is. */
  private record Candidate(long print, long place, Shelf.Read found) {}

  /** The newest first. */
  private List<Candidate> candidates(CacheKey key, FieldLines request) {
    var fitting = new ArrayList<Candidate>();
    long print = disk.records().print(key);
    for (long place : disk.shelf().index().find(print)) {
      try {
        var found = disk.shelf().read(place);
        var head = found.head();
        if (head.key().equals(key) && head.fits(request)) {
          var judged = disk.judge().judged(head);
          if (judged.isPresent()) {
            var kept = new Shelf.Read(found.record(), judged.get());
            fitting.add(new Candidate(print, place, kept));
          } else {
            disk.scribe().urgent(() -> disk.kill(print, place));
          }
        }
      } catch (IOException thrown) {
        damaged(print, place, thrown);
      }
    }
    fitting.sort(
        Comparator.comparingLong((Candidate one) -> one.found.head().sequence())
            .thenComparingLong(one -> one.found.head().freshness().responseMillis())
            .reversed());
    return fitting;
  }

  /** The response, held once for the caller; null if it is not to be used. */
  private @Nullable StoredResponse take(CacheKey key, Candidate candidate, long began) {
    var found = candidate.found;
    try {
      var response = brought(candidate);
      if (response == null) {
        throw DamagedRecord.gone("found that the content is gone");
      }
      disk.shelf().index().use(candidate.print, candidate.place);
      var kept = promoted(key, response, found);
      if (memory.isRemovedSince(key, began) || !disk.has(candidate.print)) {
        memory.drop(key, kept);
      }
      return kept;
    } catch (IOException thrown) {
      damaged(candidate.print, candidate.place, thrown);
      return null;
    }
  }

  /** With its content checked, counted for the caller and for the store. */
  private @Nullable StoredResponse brought(Candidate candidate) throws IOException {
    var found = candidate.found;
    var content = disk.records().content(found);
    if (content == null || !content.tryRetain()) {
      return null;
    }
    boolean isRight = false;
    try {
      if (content.length() <= DiskStore.LONG) {
        return inMemory(candidate, content);
      }
      if (content.length() <= FileContent.AT_ONCE) {
        content.check();
      }
      isRight = true;
      var response = found.head().with(content);
      response.place(candidate.place);
      return response;
    } finally {
      if (!isRight) {
        content.release();
      }
    }
  }

  private @Nullable StoredResponse inMemory(Candidate candidate, FileContent content)
      throws IOException {
    var writer = memory.passing((int) content.length());
    var octets = PooledByteBufAllocator.DEFAULT.directBuffer((int) content.length());
    try {
      content.readAll(octets);
      writer.append(octets);
    } catch (IOException thrown) {
      writer.content().release();
      throw thrown;
    } finally {
      octets.release();
    }
    var copy = writer.seal();
    copy.tryRetain();
    var response = candidate.found.head().with(copy);
    response.place(candidate.place);
    return response;
  }

  /** Hands it to memory, where there may be a head for the same content that is newer. */
  private StoredResponse promoted(CacheKey key, StoredResponse response, Shelf.Read found) {
    for (var other : memory.find(key).responses()) {
      boolean isNewer =
          other.replaces(response)
              && other.sequence() >= response.sequence()
              && other.content() instanceof FileContent file
              && file.isSame(found.record().length(), found.head().sums());
      if (isNewer) {
        var renewed = other.in(response.content());
        renewed.place(response.place());
        memory.move(key, other, renewed);
        return renewed;
      }
    }
    memory.promote(key, response);
    return response;
  }

  private void damaged(long print, long place, IOException thrown) {
    // What was given up or closed between two looks is no fault of the disk.
    boolean isGone =
        thrown instanceof DamagedRecord damaged && damaged.isGone()
            || !disk.shelf().index().has(print, place);
    if (!isGone) {
      disk.scribe().failedToRead(thrown);
    }
    disk.scribe().urgent(() -> disk.kill(print, place));
  }
}
