package io.weir.proxy.cache.purge;

import io.weir.proxy.cache.purge.Purge.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The purges of one cache, as rules with numbers. A response is meant by a purge if a rule fits it
 * and its request was sent before: if its number is lower. Responses under way are void too when
 * they arrive, then.
 *
 * <p>To purge is to note a rule, however much is stored. There are at most {@link #MOST_NAMES} of
 * tags and URLs each and {@link #MOST_PATTERNS} prefixes and patterns, and one of the same target
 * takes the place of the last. When everything that is stored has been held against the rules up to
 * a number, they can be {@link #fold forgotten}; what claims to be older than that is void from
 * then on, since nobody knows any more.
 *
 * <p>Any thread may ask. One thread at a time may add and fold.
 */
public final class Purges {
  /** Tags, and URLs, that rules may be about. */
  public static final int MOST_NAMES = 1 << 16;

  /** Prefixes and patterns that rules may be about. */
  public static final int MOST_PATTERNS = 1 << 10;

  private final AtomicLong sequence;
  private final ConcurrentMap<Long, Mark> tags = new ConcurrentHashMap<>();
  private final ConcurrentMap<Long, Mark> urls = new ConcurrentHashMap<>();
  private volatile List<Pattern> patterns = List.of();
  private volatile Mark everything = Mark.NONE;
  private volatile long latest;
  private volatile long folded;

  /** A prefix or a glob. */
  private record Pattern(Target target, Mark mark) {
    boolean fits(byte[] key, int end) {
      return switch (target) {
        case Target.Prefix(var start) -> startsWith(key, end, start);
        case Target.Matching(var glob) -> glob.matches(key, end);
        case Target.Everything _, Target.Url _, Target.Tag _ -> false;
      };
    }

    private static boolean startsWith(byte[] key, int end, String start) {
      if (start.length() > end) {
        return false;
      }
      for (int i = 0; i < start.length(); i++) {
        if ((key[i] & 0xff) != start.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Makes an empty list; numbers begin with 1. */
  public Purges() {
    this(1);
  }

  /**
   * Makes an empty list that goes on from a number, as after a restart: what has lower ones was
   * there before.
   */
  public Purges(long first) {
    this.sequence = new AtomicLong(first);
  }

  /** The number of a request that is sent now. */
  public long sequence() {
    return sequence.get();
  }

  /** A number above all that were given out. */
  public long next() {
    return sequence.incrementAndGet();
  }

  /** The number of the last purge; what was held against the rules since is not meant by any. */
  public long latest() {
    return latest;
  }

  /** The number up to which purges have been forgotten. */
  public long folded() {
    return folded;
  }

  /** How many rules there are. */
  public int rules() {
    return tags.size() + urls.size() + patterns.size();
  }

  /** Whether rules should be forgotten soon, since there is not room for many more. */
  public boolean isPressed() {
    return tags.size() > MOST_NAMES / 2
        || urls.size() > MOST_NAMES / 2
        || patterns.size() > MOST_PATTERNS / 2;
  }

  /**
   * Purges, at once.
   *
   * @return its number
   * @throws TooManyPurges if there is no room for all of its rules
   */
  public long add(Purge purge, long nowMillis) {
    checkRoom(purge);
    long number = next();
    restore(purge, number, nowMillis);
    return number;
  }

  /** Enters a purge of a former process, which had this number. */
  public void restore(Purge purge, long number, long atMillis) {
    for (var target : purge.targets()) {
      switch (target) {
        case Target.Everything _ -> everything = everything.with(purge.isSoft(), number, atMillis);
        case Target.Url(var url) ->
            mark(urls, Hash.of(octets(url), url.length()), purge, number, atMillis);
        case Target.Tag(var tag) -> mark(tags, Tags.hash(tag), purge, number, atMillis);
        case Target.Prefix _, Target.Matching _ ->
            patterns = withPattern(target, purge, number, atMillis);
      }
    }
    // Last: who sees the number sees the rules.
    latest = Math.max(latest, number);
  }

  private static byte[] octets(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private void checkRoom(Purge purge) {
    int moreTags = 0;
    int moreUrls = 0;
    int morePatterns = 0;
    for (var target : purge.targets()) {
      switch (target) {
        case Target.Everything _ -> {}
        case Target.Url _ -> moreUrls++;
        case Target.Tag _ -> moreTags++;
        case Target.Prefix _, Target.Matching _ -> morePatterns++;
      }
    }
    refuseAbove(MOST_NAMES, tags.size() + moreTags, moreTags, "tags");
    refuseAbove(MOST_NAMES, urls.size() + moreUrls, moreUrls, "URLs");
    refuseAbove(
        MOST_PATTERNS, patterns.size() + morePatterns, morePatterns, "prefixes and patterns");
  }

  private static void refuseAbove(int most, int wanted, int more, String what) {
    if (more > 0 && wanted > most) {
      throw new TooManyPurges(
          "found purges of %d %s that are not settled yet; expected at most %d"
              .formatted(wanted, what, most));
    }
  }

  private static void mark(
      ConcurrentMap<Long, Mark> marks, long hash, Purge purge, long number, long millis) {
    var before = marks.getOrDefault(hash, Mark.NONE);
    marks.put(hash, before.with(purge.isSoft(), number, millis));
  }

  private List<Pattern> withPattern(Target target, Purge purge, long number, long millis) {
    var changed = new ArrayList<Pattern>(patterns.size() + 1);
    var mark = Mark.NONE;
    for (var pattern : patterns) {
      if (pattern.target.equals(target)) {
        mark = pattern.mark;
      } else {
        changed.add(pattern);
      }
    }
    changed.add(new Pattern(target, mark.with(purge.isSoft(), number, millis)));
    return List.copyOf(changed);
  }

  /**
   * What purges have made of a response.
   *
   * @param key the octets of its key
   * @param urlEnd where the URL ends in them
   * @param since when its request was sent, or up to which purge it is known to be untouched: a
   *     number
   */
  public Verdict verdict(byte[] key, int urlEnd, Tags tagged, long since) {
    if (latest <= since) {
      return Verdict.KEPT;
    }
    var found = new Finding(since);
    found.add(everything);
    for (int i = 0; i < tagged.count(); i++) {
      found.add(tags.get(tagged.hash(i)));
    }
    if (!urls.isEmpty()) {
      found.add(urls.get(Hash.of(key, urlEnd)));
    }
    for (var pattern : patterns) {
      if (pattern.mark.last() > since && pattern.fits(key, urlEnd)) {
        found.add(pattern.mark);
      }
    }
    // Behind the rules: one that was missing for being forgotten shows here.
    return folded > since ? Verdict.GONE : found.verdict();
  }

  /**
   * Forgets the rules up to a number, when all that is stored has been held against them.
   *
   * @param upTo what {@link #latest} was when the store began to
   */
  public void fold(long upTo) {
    if (upTo <= folded) {
      return;
    }
    // First: who misses a rule sees that it may have been there.
    folded = upTo;
    forget(tags, upTo);
    forget(urls, upTo);
    patterns = patterns.stream().filter(pattern -> pattern.mark.last() > upTo).toList();
  }

  private static void forget(Map<Long, Mark> marks, long upTo) {
    marks.values().removeIf(mark -> mark.last() <= upTo);
  }

  /** What has been found for one response. */
  private static final class Finding {
    private final long since;
    private boolean isGone;
    private boolean isStale;
    private long staleMillis = Long.MAX_VALUE;

    Finding(long since) {
      this.since = since;
    }

    void add(@org.jspecify.annotations.Nullable Mark mark) {
      if (mark != null) {
        isGone |= mark.gone() > since;
        if (mark.stale() > since) {
          isStale = true;
          staleMillis = Math.min(staleMillis, mark.staleMillis());
        }
      }
    }

    Verdict verdict() {
      return isGone ? Verdict.GONE : isStale ? new Verdict.Stale(staleMillis) : Verdict.KEPT;
    }
  }
}
