package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.semantics.EntityTags;
import io.weir.proxy.semantics.EntityTags.Comparison;
import io.weir.proxy.semantics.HttpDate;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a representation from others (RFC 9110 8.8), and the conditions that
 * clients put on it.
 *
 * @param tag entity tag as it came; null if there is none
 * @param modified {@code Last-Modified} as it came; null if there is none
 * @param modifiedSeconds the same in seconds since 1970; without one, {@code Date}, or else when
 *     the response was received (RFC 9111 4.3.2)
 * @param isDateStrong whether {@code Last-Modified} tells states apart (RFC 9110 8.8.2.2)
 */
public record Validators(
    @Nullable String tag, @Nullable String modified, long modifiedSeconds, boolean isDateStrong) {
  /** The fields of a GET or HEAD that a cache answers from what it has. */
  public static final long CONDITIONS =
      FieldName.IF_NONE_MATCH.bit() | FieldName.IF_MODIFIED_SINCE.bit();

  /** The fields that only the origin can judge (RFC 9111 4.3.2). */
  public static final long ORIGIN_CONDITIONS =
      FieldName.IF_MATCH.bit() | FieldName.IF_UNMODIFIED_SINCE.bit();

  /** The validators of a response. */
  public static Validators of(FieldLines fields, long responseMillis) {
    var tag = fields.value(FieldName.ETAG);
    var modified = fields.value(FieldName.LAST_MODIFIED);
    long date = Age.date(fields, responseMillis).orElse(responseMillis) / 1000;
    var seconds = Age.one(fields, FieldName.LAST_MODIFIED, responseMillis);
    boolean isDated = seconds.isPresent();
    long changed = isDated ? seconds.getAsLong() / 1000 : date;
    return new Validators(
        tag == null || tag.isEmpty() ? null : tag,
        isDated ? modified : null,
        changed,
        isDated && changed + 1 <= date);
  }

  /** Whether a response can be validated at all. */
  static boolean has(FieldLines fields) {
    return fields.has(FieldName.ETAG) || fields.has(FieldName.LAST_MODIFIED);
  }

  /** Whether the server can be asked whether this state is still the current one. */
  public boolean canValidate() {
    return tag != null || modified != null;
  }

  /**
   * Whether a client that sends these fields has this state already: 304 (RFC 9110 13.2.2).
   *
   * @param nowSeconds since 1970
   */
  public boolean isKnownTo(FieldLines request, long nowSeconds) {
    if (request.has(FieldName.IF_NONE_MATCH)) {
      return EntityTags.listed(
          request, FieldName.IF_NONE_MATCH, tag == null ? "" : tag, Comparison.WEAK);
    }
    int line = request.first(FieldName.IF_MODIFIED_SINCE);
    if (line < 0 || request.next(FieldName.IF_MODIFIED_SINCE, line) >= 0) {
      return false;
    }
    var since = HttpDate.parse(request.value(line), nowSeconds);
    return since.isPresent() && modifiedSeconds <= since.getAsLong();
  }

  /**
   * Whether the client's {@code Range} is about this state: there is no {@code If-Range}, or it
   * names this state strongly (RFC 9110 13.1.5).
   */
  public boolean honoursRange(FieldLines request, long nowSeconds) {
    int line = request.first(FieldName.IF_RANGE);
    if (line < 0) {
      return true;
    }
    if (request.next(FieldName.IF_RANGE, line) >= 0) {
      return false;
    }
    var value = request.value(line);
    if (tag != null && !EntityTags.isWeak(tag) && value.equals(tag)) {
      return true;
    }
    var date = HttpDate.parse(value, nowSeconds);
    return modified != null
        && isDateStrong
        && date.isPresent()
        && date.getAsLong() == modifiedSeconds;
  }

  /** Whether both are strong and the same, so that parts of them fit together (RFC 9111 3.4). */
  public boolean isSameState(Validators other) {
    if (tag != null || other.tag != null) {
      return tag != null && !EntityTags.isWeak(tag) && tag.equals(other.tag);
    }
    return modified != null
        && other.modified != null
        && isDateStrong
        && other.isDateStrong
        && modifiedSeconds == other.modifiedSeconds;
  }

  /**
   * Whether a 304 is about this state (RFC 9111 4.3.4): one that carries a strong validator must
   * carry this one's; a weak one must be alike; one without any is taken for an answer about it.
   */
  public boolean isConfirmedBy(FieldLines notModified, long responseMillis) {
    var other = of(notModified, responseMillis);
    if (other.tag != null) {
      return tag != null && bare(tag).equals(bare(other.tag));
    }
    return other.modified == null || modified == null || other.modifiedSeconds == modifiedSeconds;
  }

  private static String bare(String tag) {
    return EntityTags.isWeak(tag) ? tag.substring(2) : tag;
  }
}
