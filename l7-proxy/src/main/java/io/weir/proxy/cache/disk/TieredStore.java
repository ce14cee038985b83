package io.weir.proxy.cache.disk;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purges;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.ContentWriter;
import io.weir.proxy.cache.store.DiskCounts;
import io.weir.proxy.cache.store.Extent;
import io.weir.proxy.cache.store.Found;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.cache.store.StoreCounts;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.cache.store.Variants;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Memory with a folder below it. What is asked for a second time is written to the folder; what is
 * too long for memory is written there as it arrives, if it has been asked for before. Loops only
 * ever look into memory and the index; the rest is done by threads of the folder.
 */
public final class TieredStore implements CacheStore {
  /** What may be in memory while it arrives, of all memory: more than that goes to disk at once. */
  private static final int MEMORY_SHARE = 16;

  private static final long LEAST_IN_MEMORY = 256 << 10;

  private final MemoryStore memory;
  private final DiskStore disk;
  private final Lookups lookups;
  private final Seen seen = new Seen();
  private final Seen outgrown = new Seen();
  private final PurgeFile purgeFile;
  private final Sweep sweep;
  private boolean isMemorySwept;

  private TieredStore(MemoryStore memory, DiskStore disk, PurgeFile purgeFile) {
    this.memory = memory;
    this.disk = disk;
    this.purgeFile = purgeFile;
    this.sweep = new Sweep(disk);
    this.lookups = new Lookups(disk, memory);
  }

  /**
   * Takes the folder, and finds what a former process has left there.
   *
   * @throws IOException if it cannot be used; the message says why and what to do
   */
  public static TieredStore open(String name, Path folder, Extent extent) throws IOException {
    var opened = DiskStore.Opened.of(folder);
    try {
      var purges = PurgeFile.open(opened.folder().path().resolve("purges"));
      long first = opened.found().sequence();
      for (var one : purges.known()) {
        first = Math.max(first, one.number());
      }
      var memory = new MemoryStore(name, inMemory(extent), first + 1);
      for (var one : purges.known()) {
        memory.purges().restore(one.purge(), one.number(), one.millis());
      }
      return new TieredStore(memory, DiskStore.start(opened, sizes(extent), memory), purges);
    } catch (IOException e) {
      opened.folder().close();
      throw e;
    }
  }

  private static Extent inMemory(Extent whole) {
    long longest = Math.max(LEAST_IN_MEMORY, whole.memory() / MEMORY_SHARE);
    return new Extent(whole.memory(), 0, Math.min(whole.largest(), longest));
  }

  private static Sizes sizes(Extent whole) {
    return Sizes.of(whole.disk(), whole.largest());
  }

  @Override
  public void resize(Extent extent) {
    memory.resize(inMemory(extent));
    disk.resize(sizes(extent));
  }

  /** What is below memory. */
  DiskStore disk() {
    return disk;
  }

  @Override
  public String name() {
    return memory.name();
  }

  @Override
  public Variants find(CacheKey key) {
    return memory.find(key);
  }

  @Override
  public @Nullable Future<Found> findBelow(CacheKey key, FieldLines request, Loop loop) {
    if (!disk.has(disk.records().print(key))) {
      return null;
    }
    return disk.readers().lookUp(loop, () -> lookups.find(key, request)).otherwise(Found.NOTHING);
  }

  @Override
  public @Nullable ContentWriter open(CacheKey key, long length, boolean isWanted) {
    boolean fits = memory.takes(length);
    if (length < 0) {
      return outgrown.has(disk.records().print(key)) ? disk.spool(key) : new Growing(key);
    }
    if (fits) {
      return memory.open(key, length, isWanted);
    }
    if (!takes(length)) {
      return null;
    }
    long print = disk.records().print(key);
    if (isWanted || seen.has(print)) {
      seen.again(print);
      return disk.spool(key);
    }
    // The disk has no use for what is asked for once, but who comes meanwhile should share it.
    var inMemory = memory.reserve(length);
    if (inMemory == null) {
      seen.again(print);
    }
    return inMemory;
  }

  @Override
  public boolean takes(long length) {
    return memory.takes(length) || length <= disk.object();
  }

  @Override
  public boolean tryTake(long octets) {
    return memory.tryTake(octets);
  }

  @Override
  public void giveBack(long octets) {
    memory.giveBack(octets);
  }

  @Override
  public ContentWriter passing(int length) {
    return memory.passing(length);
  }

  @Override
  public void put(CacheKey key, StoredResponse response) {
    // Held, as memory may have no room for it.
    response.content().tryRetain();
    memory.put(key, response);
    long print = disk.records().print(key);
    if (memory.isRemovedSince(key, response.sequence())) {
      response.content().release();
      return;
    }
    if (response.content() instanceof Spool spool) {
      disk.keep(key.copy(), response, spool);
    } else if (seen.again(print) || disk.shelf().index().has(print)) {
      // What was there before, in memory or not, has been asked for again.
      disk.keep(key, response);
    }
    response.content().release();
  }

  @Override
  public void used(CacheKey key, StoredResponse response) {
    // A spool has no place either while it is made a record.
    boolean isInMemory =
        !(response.content() instanceof Spool || response.content() instanceof FileContent);
    if (response.place() == Place.NONE && isInMemory) {
      disk.keep(key, response);
    }
  }

  @Override
  public void replace(CacheKey key, StoredResponse old, StoredResponse updated) {
    memory.replace(key, old, updated);
    if (updated.place() != Place.NONE) {
      disk.renew(key.copy(), updated);
    }
  }

  @Override
  public void drop(CacheKey key, StoredResponse response) {
    memory.drop(key, response);
    disk.forget(key.copy(), response);
  }

  @Override
  public void remove(CacheKey key) {
    memory.remove(key);
    disk.forget(key.copy());
  }

  @Override
  public void purge(Purge purge) throws IOException {
    long now = System.currentTimeMillis();
    long number = memory.purges().add(purge, now);
    purgeFile.add(new PurgeFile.Numbered(purge, number, now));
    boolean isEverything = purge.targets().contains(new Purge.Target.Everything());
    if (isEverything && !purge.isSoft()) {
      disk.clear();
    }
  }

  @Override
  public boolean sweep() {
    isMemorySwept = isMemorySwept || memory.sweep();
    if (!isMemorySwept || !sweep.step()) {
      return false;
    }
    isMemorySwept = false;
    try {
      // Those that were forgotten meanwhile: all has been held against them.
      purgeFile.forget(memory.purges().folded());
    } catch (IOException thrown) {
      disk.scribe().failedToRead(thrown);
    }
    return true;
  }

  @Override
  public Purges purges() {
    return memory.purges();
  }

  @Override
  public StoreCounts counts() {
    return memory.counts();
  }

  @Override
  public Optional<DiskCounts> diskCounts() {
    var shelf = disk.shelf();
    return Optional.of(
        new DiskCounts(
            shelf.index().live(),
            shelf.bytes(),
            shelf.evictions(),
            disk.records().written(),
            lookups.hits(),
            disk.scribe().errors()));
  }

  @Override
  public void close() {
    disk.close();
    memory.close();
  }

  /** A place in memory for content of unknown length; notes what is too long for it. */
  private final class Growing implements ContentWriter {
    private final CacheKey key;
    private final ContentWriter writer;

    Growing(CacheKey key) {
      this.key = key;
      this.writer = memory.growing();
    }

    @Override
    public boolean append(ByteBuf part) {
      boolean fits = writer.append(part);
      if (!fits) {
        outgrown.again(disk.records().print(key));
      }
      return fits;
    }

    @Override
    public Content content() {
      return writer.content();
    }

    @Override
    public Content seal() {
      return writer.seal();
    }
  }
}
