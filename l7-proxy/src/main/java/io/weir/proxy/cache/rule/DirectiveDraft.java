package io.weir.proxy.cache.rule;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Directives while they are read: of those that stand twice, the first counts (RFC 9111 4.2.1). */
final class DirectiveDraft {
  private final Set<Directive> present = EnumSet.noneOf(Directive.class);
  private final List<String> privateFields = new ArrayList<>();
  private final List<String> unvalidatedFields = new ArrayList<>();
  private long maxAge = CacheControl.NONE;
  private long sharedMaxAge = CacheControl.NONE;
  private long staleWhileRevalidate = CacheControl.NONE;
  private long staleIfError = CacheControl.NONE;
  private long maxStale = CacheControl.NONE;
  private long minFresh = CacheControl.NONE;
  private boolean isAllPrivate;
  private boolean isAllUnvalidated;

  /**
   * Notes a directive with a number of seconds.
   *
   * @param seconds {@link CacheControl#NONE} if the argument is missing or no number
   */
  void number(Directive directive, long seconds) {
    if (!present.add(directive)) {
      return;
    }
    long capped = Math.min(seconds, CacheControl.LONGEST);
    switch (directive) {
      // RFC 9111 4.2.1: freshness that is not understood is none.
      case MAX_AGE -> maxAge = Math.max(0, capped);
      case S_MAXAGE -> sharedMaxAge = Math.max(0, capped);
      case STALE_WHILE_REVALIDATE -> staleWhileRevalidate = capped;
      case STALE_IF_ERROR -> staleIfError = capped;
      case MAX_STALE -> maxStale = seconds == CacheControl.ANY ? seconds : capped;
      case MIN_FRESH -> minFresh = capped;
      case IMMUTABLE,
          MUST_REVALIDATE,
          MUST_UNDERSTAND,
          NO_CACHE,
          NO_STORE,
          NO_TRANSFORM,
          ONLY_IF_CACHED,
          PRIVATE,
          PROXY_REVALIDATE,
          PUBLIC ->
          throw new IllegalArgumentException(directive + " takes no number");
    }
  }

  /** Whether the directive's argument is a number of seconds. */
  static boolean takesNumber(Directive directive) {
    return switch (directive) {
      case MAX_AGE, S_MAXAGE, STALE_WHILE_REVALIDATE, STALE_IF_ERROR, MAX_STALE, MIN_FRESH -> true;
      case IMMUTABLE,
          MUST_REVALIDATE,
          MUST_UNDERSTAND,
          NO_CACHE,
          NO_STORE,
          NO_TRANSFORM,
          ONLY_IF_CACHED,
          PRIVATE,
          PROXY_REVALIDATE,
          PUBLIC ->
          false;
    };
  }

  /** Notes a directive that takes no number, and the field names it lists, if it does. */
  void flag(Directive directive, String names) {
    present.add(directive);
    if (directive == Directive.PRIVATE) {
      isAllPrivate |= names.isBlank();
      addNames(names, privateFields);
    } else if (directive == Directive.NO_CACHE) {
      isAllUnvalidated |= names.isBlank();
      addNames(names, unvalidatedFields);
    }
  }

  /**
   * What has been read; {@code no-cache} and {@code private} as a whole win over lists of fields.
   */
  CacheControl done(boolean isTargeted) {
    return new CacheControl(
        present,
        maxAge,
        sharedMaxAge,
        staleWhileRevalidate,
        staleIfError,
        maxStale,
        minFresh,
        isAllPrivate ? List.of() : privateFields,
        isAllUnvalidated ? List.of() : unvalidatedFields,
        isTargeted);
  }

  private static void addNames(String names, List<String> into) {
    for (var name : names.split(",", -1)) {
      if (!name.isBlank()) {
        into.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
  }
}
