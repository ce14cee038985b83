package io.weir.proxy.cache;

import io.weir.proxy.cache.rule.ContentRange;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.store.Content;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.semantics.ByteRanges;
import io.weir.proxy.semantics.ByteRanges.Everything;
import io.weir.proxy.semantics.ByteRanges.Nothing;
import io.weir.proxy.semantics.ByteRanges.Parts;
import io.weir.proxy.semantics.ByteRanges.Span;
import io.weir.proxy.semantics.MultipartLayout;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Makes replies of what is stored: whole, in parts, or 304 for clients who have it. Each method
 * returns null if the content has been freed meanwhile.
 */
final class StoredReplies {
  private static final byte[] NO_REASON = new byte[0];

  /** RFC 9110 15.4.5: what a 304 tells of the 200 that it stands for. */
  private static final List<FieldName> IN_304 =
      List.of(
          FieldName.CACHE_CONTROL,
          FieldName.CDN_CACHE_CONTROL,
          FieldName.CONTENT_LOCATION,
          FieldName.DATE,
          FieldName.ETAG,
          FieldName.EXPIRES,
          FieldName.LAST_MODIFIED,
          FieldName.VARY);

  private StoredReplies() {}

  /** Lines that are the same for all replies within one second, of whatever has this age. */
  private record Lines(long age, long left, byte[] ageLine, byte[] statusLine) {}

  private static final int LINES_BITS = 11;

  /** A race loses nothing but a little work, as does a slot that two ages share. */
  private static final AtomicReferenceArray<@Nullable Lines> LINES =
      new AtomicReferenceArray<>(1 << LINES_BITS);

  private static final long MIX = 0x9e3779b97f4a7c15L;

  /** The reply of a hit. */
  static @Nullable Reply hit(
      Exchange exchange, FieldLines fields, StoredResponse stored, long nowMillis) {
    var reply = of(exchange, fields, stored, nowMillis);
    if (reply == null) {
      return null;
    }
    var freshness = stored.freshness();
    long age = freshness.age(nowMillis) / 1000;
    long left = Math.floorDiv(freshness.left(nowMillis), 1000L);
    var lines = lines(age, left);
    reply.changes().add(lines.ageLine);
    reply.changes().add(lines.statusLine);
    return reply;
  }

  private static Lines lines(long age, long left) {
    int slot = (int) ((age * MIX ^ left) * MIX >>> Long.SIZE - LINES_BITS);
    var last = LINES.get(slot);
    if (last != null && last.age == age && last.left == left) {
      return last;
    }
    var lines = new Lines(age, left, CacheStatus.age(age), CacheStatus.hit(left));
    // Written only if it is another one: all loops read it.
    LINES.set(slot, lines);
    return lines;
  }

  /** A reply for which the server was asked first. */
  static @Nullable Reply validated(
      Exchange exchange, FieldLines fields, StoredResponse stored, long nowMillis, String status) {
    var reply = of(exchange, fields, stored, nowMillis);
    if (reply != null) {
      reply.changes().add(CacheStatus.age(stored.freshness().age(nowMillis) / 1000));
      reply.changes().add(CacheStatus.forwarded(status));
    }
    return reply;
  }

  private static @Nullable Reply of(
      Exchange exchange, FieldLines fields, StoredResponse stored, long nowMillis) {
    var head = stored.head();
    if (head.status() == 200) {
      if (fields.hasAny(Validators.CONDITIONS)
          && stored.validators().isKnownTo(fields, nowMillis / 1000)) {
        return Reply.upstream(unchanged(head), Body.EMPTY);
      }
      if (fields.has(FieldName.RANGE)
          && exchange.request().method() == Method.GET
          && stored.validators().honoursRange(fields, nowMillis / 1000)) {
        return ranged(exchange, fields, stored);
      }
    }
    return whole(exchange, stored);
  }

  private static @Nullable Reply whole(Exchange exchange, StoredResponse stored) {
    if (exchange.request().method() == Method.HEAD) {
      return Reply.upstream(stored.head(), Body.EMPTY);
    }
    var content = stored.content();
    var body = content.body(exchange.loop(), 0, content.length());
    return body == null ? null : Reply.upstream(stored.head(), body);
  }

  /** The head of the 304 that stands for this 200. */
  static ResponseHead unchanged(ResponseHead head) {
    var fields = head.fields();
    var lines = new FieldLinesBuilder();
    for (var name : IN_304) {
      for (int i = fields.first(name); i >= 0; i = fields.next(name, i)) {
        lines.add(fields.nameText(i), fields.value(i));
      }
    }
    return new ResponseHead(304, NO_REASON, head.minorVersion(), lines.build());
  }

  private static @Nullable Reply ranged(
      Exchange exchange, FieldLines fields, StoredResponse stored) {
    int line = fields.first(FieldName.RANGE);
    if (fields.next(FieldName.RANGE, line) >= 0) {
      return whole(exchange, stored);
    }
    long size = stored.content().length();
    return switch (ByteRanges.of(fields.value(line), size)) {
      case Everything _ -> whole(exchange, stored);
      case Nothing _ -> Reply.upstream(unsatisfiable(size), Body.EMPTY);
      case Parts(var spans) ->
          spans.size() == 1
              ? part(exchange, stored, spans.getFirst(), 0, size)
              : parts(exchange, stored, spans);
    };
  }

  /** The head of the 416 for ranges of what has this size. */
  static ResponseHead unsatisfiable(long size) {
    var lines =
        new FieldLinesBuilder()
            .add(FieldName.CONTENT_RANGE.text(), "bytes */" + size)
            .add(FieldName.CONTENT_LENGTH.text(), "0");
    return ResponseHead.of(416, lines.build());
  }

  /** The head of one stretch of what has this size; the size is negative if it is not known. */
  static ResponseHead ranged(ResponseHead head, Span span, long size) {
    var range =
        size < 0
            ? "bytes " + span.first() + "-" + span.last() + "/*"
            : MultipartLayout.contentRange(span, size);
    var lines = others(head.fields(), FieldName.CONTENT_LENGTH, FieldName.CONTENT_RANGE);
    lines.add(FieldName.CONTENT_RANGE.text(), range);
    lines.add(FieldName.CONTENT_LENGTH.text(), Long.toString(span.length()));
    return partial(head, lines);
  }

  /** The head of another stretch, or of the whole, with one field in place of length and range. */
  static ResponseHead with(ResponseHead head, int status, String name, String value) {
    var lines = others(head.fields(), FieldName.CONTENT_LENGTH, FieldName.CONTENT_RANGE);
    return new ResponseHead(status, NO_REASON, head.minorVersion(), lines.add(name, value).build());
  }

  /**
   * One stretch of it.
   *
   * @param offset where the stored content begins in the whole
   * @param size of the whole, negative if it is not known
   */
  private static @Nullable Reply part(
      Exchange exchange, StoredResponse stored, Span span, long offset, long size) {
    var body = stored.content().body(exchange.loop(), span.first() - offset, span.length());
    return body == null ? null : Reply.upstream(ranged(stored.head(), span, size), body);
  }

  private static @Nullable Reply parts(Exchange exchange, StoredResponse stored, List<Span> spans) {
    Content content = stored.content();
    if (!content.tryRetain()) {
      return null;
    }
    var fields = stored.head().fields();
    var layout =
        MultipartLayout.of(
            fields.value(FieldName.CONTENT_TYPE),
            content.length(),
            spans,
            exchange.loop().newRequestId());
    var source = new PartsSource(exchange.loop(), content, layout);
    return Reply.upstream(
        multipart(stored.head(), layout), new Body.Stream(source, layout.length(), false));
  }

  /** The head of several stretches of what has this head. */
  static ResponseHead multipart(ResponseHead head, MultipartLayout layout) {
    var lines = others(head.fields(), FieldName.CONTENT_LENGTH, FieldName.CONTENT_TYPE);
    lines.add(FieldName.CONTENT_TYPE.text(), layout.mediaType());
    lines.add(FieldName.CONTENT_LENGTH.text(), Long.toString(layout.length()));
    return partial(head, lines);
  }

  /** What a stored part has of the range asked for, or null if that is not all of it. */
  static @Nullable Reply ofPart(
      Exchange exchange, FieldLines fields, StoredResponse stored, long nowMillis) {
    var range = stored.part();
    int line = fields.first(FieldName.RANGE);
    if (range == null
        || line < 0
        || fields.next(FieldName.RANGE, line) >= 0
        || exchange.request().method() != Method.GET
        || !stored.validators().honoursRange(fields, nowMillis / 1000)) {
      return null;
    }
    var reply =
        switch (ByteRanges.of(fields.value(line), sizeOf(range))) {
          case Parts(var spans)
              when spans.size() == 1 && covers(range, fields.value(line), spans.getFirst()) ->
              part(exchange, stored, spans.getFirst(), range.first(), range.size());
          case Parts _, Everything _, Nothing _ -> null;
        };
    if (reply != null) {
      long age = stored.freshness().age(nowMillis) / 1000;
      reply.changes().add(CacheStatus.age(age));
      reply
          .changes()
          .add(CacheStatus.hit(Math.floorDiv(stored.freshness().left(nowMillis), 1000L)));
    }
    return reply;
  }

  /** Where the size is not known, only ranges with both ends can be answered. */
  private static long sizeOf(ContentRange range) {
    return range.size() < 0 ? Long.MAX_VALUE : range.size();
  }

  private static boolean covers(ContentRange range, String asked, Span span) {
    boolean isOpen = asked.endsWith("-") || asked.indexOf("=-") > 0;
    return span.first() >= range.first()
        && span.last() <= range.last()
        && (range.size() >= 0 || !isOpen);
  }

  private static ResponseHead partial(ResponseHead whole, FieldLinesBuilder lines) {
    return new ResponseHead(206, NO_REASON, whole.minorVersion(), lines.build());
  }

  private static FieldLinesBuilder others(FieldLines fields, FieldName... leftOut) {
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < fields.count(); i++) {
      var name = fields.name(i);
      if (name == null || !List.of(leftOut).contains(name)) {
        lines.add(fields.nameText(i), fields.value(i));
      }
    }
    return lines;
  }
}
