package io.weir.proxy.cache.store;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Content that counts who holds it. It is the counter itself, as a cache has one for each entry.
 * Any thread.
 */
public abstract class CountedContent extends AtomicInteger implements Content {
  private static final long serialVersionUID = 1L;

  /** Makes content with one count, which is the caller's. */
  protected CountedContent() {
    super(1);
  }

  /** The last count has been given back. */
  protected abstract void freed();

  @Override
  public final boolean tryRetain() {
    for (int count = get(); count > 0; count = get()) {
      if (compareAndSet(count, count + 1)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public final void release() {
    if (decrementAndGet() == 0) {
      freed();
    }
  }
}
