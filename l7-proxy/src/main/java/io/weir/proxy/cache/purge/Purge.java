package io.weir.proxy.cache.purge;

import java.util.List;

/**
 * What is to be forgotten. Immutable.
 *
 * @param targets any of which has to fit
 * @param isSoft whether what fits becomes stale instead of being forgotten: it may then be used
 *     while it is validated, or while no server answers, as if its time were over
 */
public record Purge(List<Target> targets, boolean isSoft) {
  public Purge {
    targets = List.copyOf(targets);
  }

  /** Everything. */
  public static final Purge ALL = new Purge(List.of(new Target.Everything()), false);

  /** What a purge is about; texts are octets of a key, one character each. */
  public sealed interface Target {
    /** All that is stored. */
    record Everything() implements Target {}

    /** All responses for one URL, in the form of keys. */
    record Url(String url) implements Target {}

    /** All URLs that start so. */
    record Prefix(String start) implements Target {}

    /** All URLs that match. */
    record Matching(Glob glob) implements Target {}

    /** All responses with this tag, in any case. */
    record Tag(String name) implements Target {}
  }
}
