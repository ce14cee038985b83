package io.weir.proxy.cache.store;

import io.vertx.core.Future;
import io.weir.proxy.cache.purge.Purge;
import io.weir.proxy.cache.purge.Purges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps responses. Shared by all loops; nothing here blocks or takes a lock on a loop. What is
 * returned may be evicted at any time: only {@link Content#body} and {@link Content#tryRetain} tell
 * whether the content is still there, and one that is not is a miss.
 *
 * <p>To store: note {@link #sequence} as the request is sent, {@link #open} a writer when the head
 * has come, append, seal, {@link #put}. To give up: release the writer's content. A tier below
 * memory answers {@link #findBelow}, and takes over what {@link #open} finds too large for memory.
 */
public interface CacheStore extends AutoCloseable {
  /** The name in the configuration, in logs and in metrics. */
  String name();

  /** What memory has for the key; {@link Variants#none} if nothing. The key is not kept. */
  Variants find(CacheKey key);

  /**
   * What slower tiers have for a request that memory has nothing for; completes on the loop. Null
   * if they have nothing, which is known at once.
   *
   * @param request the fields by which responses are selected
   */
  @Nullable Future<Found> findBelow(CacheKey key, FieldLines request, Loop loop);

  /**
   * A place for content.
   *
   * @param length octets, or negative if that is not known
   * @param isWanted whether others wait for it already
   * @return null if the store takes nothing that long, or not yet
   */
  @Nullable ContentWriter open(CacheKey key, long length, boolean isWanted);

  /** Whether any tier could keep content of this length. */
  boolean takes(long length);

  /** Notes that a stored response has been asked for again. The key is not kept. */
  void used(CacheKey key, StoredResponse response);

  /**
   * Takes some of the memory that there is beside what is stored, for what is on its way.
   *
   * @return false if so much is not left, and nothing was taken
   */
  boolean tryTake(long octets);

  /** Gives back what was taken. Any thread. */
  void giveBack(long octets);

  /** A place for so many octets that are passed on and never kept; no limit of the store counts. */
  ContentWriter passing(int length);

  /**
   * Keeps a response with sealed content, of which the store now owns the caller's count. Nothing
   * is kept if the key was removed or purged after the response's {@link StoredResponse#sequence};
   * what was purged softly is kept stale.
   */
  void put(CacheKey key, StoredResponse response);

  /** Puts a response with the same content in the place of another, if that is still there. */
  void replace(CacheKey key, StoredResponse old, StoredResponse updated);

  /** Forgets one response, if it is still there. */
  void drop(CacheKey key, StoredResponse response);

  /** Forgets all that is stored for the key, and what is under way for it. */
  void remove(CacheKey key);

  /**
   * Purges, at once, and for what is under way too. On the thread of the caches, one call at a
   * time; may block until the purge would outlive a restart, if what is stored does.
   *
   * @throws io.weir.proxy.cache.purge.TooManyPurges if there is no room for it now
   */
  void purge(Purge purge) throws IOException;

  /**
   * Holds some thousands more of what is stored against the purges. On the thread of the caches.
   *
   * @return true once all has been since the last true
   */
  boolean sweep();

  /** The purges so far. */
  Purges purges();

  /** Has other sizes from now on. By one thread at a time. */
  void resize(Extent extent);

  /** A number that grows with all that is removed or purged. */
  default long sequence() {
    return purges().sequence();
  }

  /** What the store counts. Any thread. */
  StoreCounts counts();

  /** What its tier on disk counts; empty if it has none. Any thread. */
  default Optional<DiskCounts> diskCounts() {
    return Optional.empty();
  }

  /** Frees everything; requests may still come and find nothing. */
  @Override
  void close();
}
