package io.weir.proxy.cache.store;

import io.netty.buffer.ByteBuf;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Loop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content put together of stretches of others, which are not copied: they stay as long as this
 * does. Whole from the start. Any thread.
 */
final class JoinedContent extends CountedContent {
  private static final long serialVersionUID = 1L;

  /** Stretches that one content may have: each read looks for its own from the first on. */
  static final int MOST = 64;

  private final transient List<Stretch> stretches;
  private final long length;

  /** Octets of sealed content in memory. */
  private record Stretch(Content content, long from, long length) {
    Stretch until(long octets) {
      return new Stretch(content, from, octets);
    }
  }

  private JoinedContent(List<Stretch> stretches) {
    this.stretches = List.copyOf(stretches);
    this.length = stretches.stream().mapToLong(Stretch::length).sum();
  }

  /**
   * The octets of the left one up to a place, and then those of the right one; null if these are
   * too many pieces. Both are in memory. The caller owns a count of what is returned, and keeps
   * those of the two.
   *
   * @param most octets to take of the left one
   */
  static @Nullable Content of(Content left, long most, Content right) {
    var all = new ArrayList<Stretch>();
    long room = most;
    for (var stretch : stretchesOf(left)) {
      if (room > 0) {
        all.add(stretch.until(Math.min(room, stretch.length)));
      }
      room -= stretch.length;
    }
    all.addAll(stretchesOf(right));
    if (all.size() > MOST) {
      return null;
    }
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).content.tryRetain()) {
        all.subList(0, i).forEach(held -> held.content.release());
        return null;
      }
    }
    return new JoinedContent(all);
  }

  /** Whether stretches of it can be put together with others. */
  static boolean isInMemory(Content content) {
    return content instanceof ShortContent
        || content instanceof MemoryContent
        || content instanceof JoinedContent;
  }

  private static List<Stretch> stretchesOf(Content content) {
    return content instanceof JoinedContent joined
        ? joined.stretches
        : List.of(new Stretch(content, 0, content.length()));
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long memory() {
    return stretches.stream().mapToLong(stretch -> stretch.content.memory()).sum();
  }

  @Override
  protected void freed() {
    stretches.forEach(stretch -> stretch.content.release());
  }

  @Override
  public @Nullable ByteBuf slice(long position, int most) {
    long before = position;
    for (var stretch : stretches) {
      if (before < stretch.length) {
        int octets = (int) Math.min(most, stretch.length - before);
        return stretch.content.slice(stretch.from + before, octets);
      }
      before -= stretch.length;
    }
    return null;
  }

  @Override
  public @Nullable Body body(Loop loop, long from, long octets) {
    if (octets == 0) {
      return Body.EMPTY;
    }
    return tryRetain()
        ? new Body.Stream(new ContentSource(loop, this, from, octets), octets, false)
        : null;
  }
}
