package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import java.util.List;
import java.util.Set;

/**
 * Cache directives of a message, as one recipient understands them (RFC 9111 5.2). Immutable.
 *
 * @param present directives that are there, those with a broken argument among them
 * @param maxAge seconds, {@link #NONE} if not given, 0 if given but no number (RFC 9111 4.2.1)
 * @param sharedMaxAge {@code s-maxage}, as {@code maxAge}
 * @param staleWhileRevalidate seconds (RFC 5861 3), or {@link #NONE}
 * @param staleIfError seconds (RFC 5861 4), or {@link #NONE}
 * @param maxStale of requests: seconds, {@link #ANY} without an argument, or {@link #NONE}
 * @param minFresh of requests: seconds, or {@link #NONE}
 * @param privateFields names in lower case that {@code private} lists; empty if it lists none
 * @param unvalidatedFields names in lower case that {@code no-cache} lists; empty if it lists none
 * @param isTargeted whether they come from a field for caches like this one (RFC 9213), which then
 *     stand in place of {@code Cache-Control} and {@code Expires}
 */
public record CacheControl(
    Set<Directive> present,
    long maxAge,
    long sharedMaxAge,
    long staleWhileRevalidate,
    long staleIfError,
    long maxStale,
    long minFresh,
    List<String> privateFields,
    List<String> unvalidatedFields,
    boolean isTargeted) {
  /** A number of seconds that is not given. */
  public static final long NONE = -1;

  /** However long. */
  public static final long ANY = Long.MAX_VALUE;

  /** RFC 9111 1.2.2: a longer time is taken for this one. */
  public static final long LONGEST = 1L << 31;

  /** No directive at all. */
  public static final CacheControl EMPTY =
      new CacheControl(Set.of(), NONE, NONE, NONE, NONE, NONE, NONE, List.of(), List.of(), false);

  public CacheControl {
    present = Set.copyOf(present);
    privateFields = List.copyOf(privateFields);
    unvalidatedFields = List.copyOf(unvalidatedFields);
  }

  /** What the fields of a request say. */
  public static CacheControl ofRequest(FieldLines fields) {
    return fields.has(FieldName.CACHE_CONTROL)
        ? DirectiveReader.read(fields, FieldName.CACHE_CONTROL)
        : EMPTY;
  }

  /**
   * What the fields of a response say: {@code CDN-Cache-Control} if it is there and sound, else its
   * forerunner {@code Surrogate-Control} if it says anything that is understood, else {@code
   * Cache-Control} (RFC 9213 2.2).
   */
  public static CacheControl ofResponse(FieldLines fields) {
    if (fields.has(FieldName.CDN_CACHE_CONTROL)) {
      var targeted = TargetedReader.read(fields, FieldName.CDN_CACHE_CONTROL);
      if (targeted.isPresent()) {
        return targeted.get();
      }
    }
    if (fields.has(FieldName.SURROGATE_CONTROL)) {
      var surrogate = DirectiveReader.read(fields, FieldName.SURROGATE_CONTROL);
      if (!surrogate.present().isEmpty()) {
        return surrogate.targeted();
      }
    }
    return ofRequest(fields);
  }

  private CacheControl targeted() {
    return new CacheControl(
        present,
        maxAge,
        sharedMaxAge,
        staleWhileRevalidate,
        staleIfError,
        maxStale,
        minFresh,
        privateFields,
        unvalidatedFields,
        true);
  }

  /** Whether the directive is there. */
  public boolean has(Directive directive) {
    return present.contains(directive);
  }

  /** Whether the whole response is private. */
  public boolean isPrivate() {
    return has(Directive.PRIVATE) && privateFields.isEmpty();
  }

  /** Whether the whole response must be validated before each use. */
  public boolean isNoCache() {
    return has(Directive.NO_CACHE) && unvalidatedFields.isEmpty();
  }

  /**
   * Whether a shared cache must not use it stale, whatever else is allowed (RFC 9111 4.2.4,
   * 5.2.2.2, 5.2.2.8, 5.2.2.10).
   */
  public boolean forbidsStale() {
    return has(Directive.MUST_REVALIDATE)
        || has(Directive.PROXY_REVALIDATE)
        || has(Directive.S_MAXAGE)
        || has(Directive.NO_CACHE) && unvalidatedFields.isEmpty();
  }

  /** Whether it says that shared caches may keep what one client was sent (RFC 9111 3.5). */
  public boolean allowsShared() {
    return has(Directive.PUBLIC) || has(Directive.S_MAXAGE) || has(Directive.MUST_REVALIDATE);
  }
}
