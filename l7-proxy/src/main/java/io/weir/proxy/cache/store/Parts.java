package io.weir.proxy.cache.store;

import io.weir.proxy.cache.rule.CacheControl;
import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.HeadMerge;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.ResponseHead;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Makes one of stored parts that touch each other (RFC 9111 3.4). */
public final class Parts {
  private static final byte[] NO_REASON = new byte[0];

  private Parts() {}

  /**
   * What a part makes together with those that are stored: a longer part, the whole, or itself.
   * Only what has the same strong validator is of the same representation. Takes over the caller's
   * count of the part's content; the caller has one of what is returned.
   *
   * @param takes whether content of a length is not too long for the store
   */
  public static StoredResponse joined(StoredResponse added, Variants stored, LongPredicate takes) {
    var grown = added;
    for (var other : stored.responses()) {
      var more = joined(grown, other, takes);
      if (more != null) {
        grown.content().release();
        grown = more;
      }
    }
    return grown;
  }

  private static @Nullable StoredResponse joined(
      StoredResponse added, StoredResponse other, LongPredicate takes) {
    var part = added.part();
    var otherPart = other.part();
    if (part == null
        || otherPart == null
        || !added.isAlike(other)
        || !added.validators().isSameState(other.validators())) {
      return null;
    }
    var range = part.joined(otherPart);
    if (range.isEmpty() || !takes.test(range.get().length())) {
      return null;
    }
    var content = content(added.content(), part, other.content(), otherPart);
    if (content == null) {
      return null;
    }
    var fields = added.head().fields();
    var merged = HeadMerge.updated(other.head().fields(), fields, CacheControl.ofResponse(fields));
    boolean isWhole = range.get().isWhole();
    var head =
        new ResponseHead(
            isWhole ? 200 : 206, NO_REASON, added.head().minorVersion(), of(merged, range.get()));
    return new StoredResponse(
        head,
        added.freshness(),
        new StoredResponse.Selection(added.vary(), added.selecting()),
        added.sequence(),
        isWhole ? null : range.get(),
        content);
  }

  private static @Nullable Content content(
      Content one, ContentRange ofOne, Content other, ContentRange ofOther) {
    if (!JoinedContent.isInMemory(one) || !JoinedContent.isInMemory(other)) {
      return null;
    }
    boolean isFirst = ofOne.first() <= ofOther.first();
    var left = isFirst ? ofOne : ofOther;
    var right = isFirst ? ofOther : ofOne;
    var atLeft = isFirst ? one : other;
    var atRight = isFirst ? other : one;
    if (right.last() <= left.last()) {
      return atLeft.tryRetain() ? atLeft : null;
    }
    return JoinedContent.of(atLeft, right.first() - left.first(), atRight);
  }

  private static FieldLines of(FieldLines fields, ContentRange range) {
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < fields.count(); i++) {
      var name = fields.name(i);
      if (name != FieldName.CONTENT_LENGTH && name != FieldName.CONTENT_RANGE) {
        lines.add(fields.nameText(i), fields.value(i));
      }
    }
    if (!range.isWhole()) {
      lines.add(FieldName.CONTENT_RANGE.text(), range.text());
    }
    return lines.add(FieldName.CONTENT_LENGTH.text(), Long.toString(range.length())).build();
  }
}
