package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.semantics.ByteRanges;
import io.weir.proxy.semantics.ByteRanges.Span;
import io.weir.proxy.semantics.EntityTags;
import io.weir.proxy.semantics.MultipartLayout;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What all slices of a representation have in common. Kept as a response of its own, without
 * content, so that invalidation and purges of the URL take effect on all slices at once: one whose
 * common head is gone is used again only when the server has named its tag anew.
 *
 * @param head of the whole: status 200, and its length
 * @param tag strong entity tag
 * @param size octets of the whole
 */
record SliceHead(
    ResponseHead head, Freshness freshness, Validators validators, String tag, long size) {
  private static final int MOST_NUMBERS = 1 << 16;

  /** Under what the head is kept. */
  static CacheKey key(CacheKey whole, long slice) {
    return whole.slice(Long.toString(slice));
  }

  /**
   * The common head that a slice's, or the stored one, tells; null if what is of it could not be
   * told from other versions, or put together.
   */
  static @Nullable SliceHead of(ResponseHead head, Freshness freshness) {
    var fields = head.fields();
    long size = head.status() == 206 ? sizeOfPart(fields) : sizeOfWhole(fields);
    var validators = Validators.of(fields, freshness.responseMillis());
    var tag = validators.tag();
    if (size <= 0 || tag == null || EntityTags.isWeak(tag)) {
      return null;
    }
    var whole =
        head.status() == 200
            ? head
            : StoredReplies.with(head, 200, FieldName.CONTENT_LENGTH.text(), Long.toString(size));
    return new SliceHead(whole, freshness, validators, tag, size);
  }

  private static long sizeOfPart(FieldLines fields) {
    return ContentRange.of(fields).map(ContentRange::size).orElse(-1L);
  }

  private static long sizeOfWhole(FieldLines fields) {
    var length = fields.value(FieldName.CONTENT_LENGTH);
    return length == null ? -1 : Long.parseLong(length);
  }

  /** Whether a head is that of the slice with this number, whole. */
  boolean fits(ResponseHead part, long number, long slice) {
    long first = number * slice;
    var expected = new ContentRange(first, Math.min(first + slice, size) - 1, size);
    return part.status() == 206
        && first < size
        && ContentRange.of(part.fields()).filter(expected::equals).isPresent();
  }

  /** Keeps it. */
  void keep(CacheStore store, CacheKey key, StoredResponse.Selection selection, long sequence) {
    var writer = store.open(key, 0, false);
    if (writer != null) {
      var content = writer.seal();
      store.put(key, new StoredResponse(head, freshness, selection, sequence, null, content));
    }
  }

  /**
   * What is asked for.
   *
   * @param boundary of a multipart body, if there is to be one
   * @param millis now, by the wall clock
   */
  record Request(Method method, FieldLines fields, String boundary, long millis) {}

  /**
   * What of the whole is sent.
   *
   * @param spans none for a HEAD, a 304 or a 416
   * @param layout of several; null for one or none
   */
  record Asked(ResponseHead head, List<Span> spans, @Nullable MultipartLayout layout) {
    private static Asked none(ResponseHead head) {
      return new Asked(head, List.of(), null);
    }

    /** The slices in which that is, each once for each of the stretches. */
    List<Long> numbers(long slice) {
      return spans.stream()
          .flatMapToLong(span -> LongStream.rangeClosed(span.first() / slice, span.last() / slice))
          .limit(MOST_NUMBERS)
          .boxed()
          .toList();
    }
  }

  /** What a request is sent. */
  Asked asked(Request request) {
    var fields = request.fields;
    long nowSeconds = request.millis / 1000;
    if (fields.hasAny(Validators.CONDITIONS) && validators.isKnownTo(fields, nowSeconds)) {
      return Asked.none(StoredReplies.unchanged(head));
    }
    if (request.method == Method.HEAD) {
      // RFC 9110 14.2: Range means something with GET alone.
      return Asked.none(head);
    }
    var whole = new Asked(head, List.of(new Span(0, size - 1)), null);
    var range = fields.value(FieldName.RANGE);
    if (range == null || !validators.honoursRange(fields, nowSeconds)) {
      return whole;
    }
    return switch (ByteRanges.of(range, size)) {
      case ByteRanges.Nothing _ -> Asked.none(StoredReplies.unsatisfiable(size));
      case ByteRanges.Parts(var spans) when spans.size() == 1 ->
          new Asked(StoredReplies.ranged(head, spans.getFirst(), size), spans, null);
      case ByteRanges.Parts(var spans) -> {
        var type = head.fields().value(FieldName.CONTENT_TYPE);
        var layout = MultipartLayout.of(type, size, spans, request.boundary);
        yield new Asked(StoredReplies.multipart(head, layout), spans, layout);
      }
      case ByteRanges.Everything _ -> whole;
    };
  }
}
