package io.weir.proxy.files;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.semantics.EntityTags;
import io.weir.proxy.semantics.EntityTags.Comparison;
import io.weir.proxy.semantics.HttpDate;
import java.util.OptionalLong;

/** Conditional requests on a representation that is there (RFC 9110 13). */
final class Preconditions {
  /** The fields that make a GET or HEAD conditional. */
  static final long FIELDS =
      FieldName.IF_MATCH.bit()
          | FieldName.IF_NONE_MATCH.bit()
          | FieldName.IF_MODIFIED_SINCE.bit()
          | FieldName.IF_UNMODIFIED_SINCE.bit();

  private Preconditions() {}

  /** What is to be done. */
  enum Verdict {
    /** Answer as if there were no condition. */
    SERVE,
    /** 304: the client has it. */
    NOT_MODIFIED,
    /** 412: the client meant another state of it. */
    FAILED
  }

  /**
   * Follows the order of RFC 9110 13.2.2, for GET and HEAD.
   *
   * @param tag of the selected representation, strong, in its quotes
   * @param lastModified seconds since 1970
   * @param now seconds since 1970
   */
  static Verdict judge(FieldLines fields, String tag, long lastModified, long now) {
    if (fields.has(FieldName.IF_MATCH)) {
      if (!EntityTags.listed(fields, FieldName.IF_MATCH, tag, Comparison.STRONG)) {
        return Verdict.FAILED;
      }
    } else {
      var limit = date(fields, FieldName.IF_UNMODIFIED_SINCE, now);
      if (limit.isPresent() && lastModified > limit.getAsLong()) {
        return Verdict.FAILED;
      }
    }
    if (fields.has(FieldName.IF_NONE_MATCH)) {
      return EntityTags.listed(fields, FieldName.IF_NONE_MATCH, tag, Comparison.WEAK)
          ? Verdict.NOT_MODIFIED
          : Verdict.SERVE;
    }
    var since = date(fields, FieldName.IF_MODIFIED_SINCE, now);
    return since.isPresent() && lastModified <= since.getAsLong()
        ? Verdict.NOT_MODIFIED
        : Verdict.SERVE;
  }

  /**
   * Whether {@code Range} counts (RFC 9110 13.1.5): there is no {@code If-Range}, or it names this
   * very representation. A date does so only if it is equal and strong (8.8.2.2), that is, if its
   * second was over when the file was last seen to be unchanged.
   */
  static boolean honoursRange(FieldLines fields, String tag, long lastModified, long now) {
    int line = fields.first(FieldName.IF_RANGE);
    if (line < 0) {
      return true;
    }
    if (fields.next(FieldName.IF_RANGE, line) >= 0) {
      return false;
    }
    var value = fields.value(line);
    if (value.equals(tag)) {
      return true;
    }
    var date = HttpDate.parse(value, now);
    return date.isPresent() && date.getAsLong() == lastModified && lastModified < now;
  }

  private static OptionalLong date(FieldLines fields, FieldName name, long now) {
    int line = fields.first(name);
    // RFC 9110 13.1.3, 13.1.4: what is not one valid date is ignored.
    return line < 0 || fields.next(name, line) >= 0
        ? OptionalLong.empty()
        : HttpDate.parse(fields.value(line), now);
  }
}
