package io.weir.proxy.files;

import io.netty.buffer.PooledByteBufAllocator;
import io.weir.proxy.exchange.AcceptEncoding;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.files.Representation.Content;
import io.weir.proxy.semantics.ByteRanges;
import io.weir.proxy.semantics.ByteRanges.Everything;
import io.weir.proxy.semantics.ByteRanges.Nothing;
import io.weir.proxy.semantics.ByteRanges.Parts;
import io.weir.proxy.semantics.ByteRanges.Span;
import io.weir.proxy.semantics.MultipartLayout;
import java.time.InstantSource;

/**
 * Makes the reply to a GET or HEAD of a file that is there. A reply's head has the {@code
 * Content-Length} of its content, as one from upstream would, so that HEAD tells it too.
 */
final class FileReplies {
  private static final ResponseHead NOT_ACCEPTABLE =
      ResponseHead.of(406, empty().add("Vary", "Accept-Encoding").build());

  private final InstantSource clock;

  FileReplies(InstantSource clock) {
    this.clock = clock;
  }

  private static FieldLinesBuilder empty() {
    return new FieldLinesBuilder().add("Content-Length", "0");
  }

  /** Answers with the file, or says why not; on the exchange's loop. */
  Reply of(Exchange exchange, StoredFile file) {
    var request = exchange.request();
    var fields = request.fields();
    var coding = Coding.choose(AcceptEncoding.of(fields), file.codings());
    if (coding == null && compresses(exchange)) {
      coding = Coding.IDENTITY;
    }
    if (coding == null) {
      return Reply.local(NOT_ACCEPTABLE, Body.EMPTY);
    }
    var chosen = file.in(coding);
    if (fields.hasAny(Preconditions.FIELDS)) {
      var description = chosen.description();
      switch (Preconditions.judge(
          fields, description.tag(), description.lastModified(), nowSeconds())) {
        case NOT_MODIFIED -> {
          return Reply.local(chosen.unchanged(), Body.EMPTY);
        }
        case FAILED -> {
          return Reply.local(ResponseHead.of(412, empty().build()), Body.EMPTY);
        }
        case SERVE -> {}
      }
    }
    if (request.method() == Method.HEAD) {
      // RFC 9110 14.2: Range means something with GET only.
      return Reply.local(chosen.whole(), Body.EMPTY);
    }
    return fields.has(FieldName.RANGE)
        ? ranged(exchange, file, chosen)
        : whole(exchange, file, chosen);
  }

  /** Whether the route makes codings that no file is there in, and judges what is acceptable. */
  private static boolean compresses(Exchange exchange) {
    var route = exchange.route();
    return route != null
        && route.settings().compression().filter(rules -> !rules.codings().isEmpty()).isPresent();
  }

  private static Reply whole(Exchange exchange, StoredFile file, Representation chosen) {
    var body =
        switch (chosen.content()) {
          case Content.InMemory(var octets) ->
              octets.isReadable() ? new Body.Whole(octets.retainedDuplicate()) : Body.EMPTY;
          case Content.OnDisk(var channel) -> {
            file.hold();
            yield new Body.FileSpan(
                channel, 0, chosen.description().size(), () -> file.letGo(exchange.loop()));
          }
        };
    return Reply.local(chosen.whole(), body);
  }

  private Reply ranged(Exchange exchange, StoredFile file, Representation chosen) {
    var fields = exchange.request().fields();
    var description = chosen.description();
    int line = fields.first(FieldName.RANGE);
    boolean counts =
        fields.next(FieldName.RANGE, line) < 0
            && Preconditions.honoursRange(
                fields, description.tag(), description.lastModified(), nowSeconds());
    if (!counts) {
      return whole(exchange, file, chosen);
    }
    return switch (ByteRanges.of(fields.value(line), description.size())) {
      case Everything _ -> whole(exchange, file, chosen);
      case Nothing _ -> unsatisfiable(description);
      case Parts(var spans) ->
          spans.size() == 1
              ? part(exchange, file, chosen, spans.getFirst())
              : parts(
                  exchange,
                  file,
                  chosen,
                  MultipartLayout.of(
                      description.mediaType(),
                      description.size(),
                      spans,
                      exchange.loop().newRequestId()));
    };
  }

  private static Reply unsatisfiable(Description description) {
    var lines = empty().add("Content-Range", "bytes */" + description.size());
    return Reply.local(ResponseHead.of(416, lines.build()), Body.EMPTY);
  }

  private static Reply part(Exchange exchange, StoredFile file, Representation chosen, Span span) {
    var head = ResponseHead.of(206, chosen.description().part(span));
    var body =
        switch (chosen.content()) {
          case Content.InMemory(var octets) ->
              new Body.Whole(octets.retainedSlice((int) span.first(), (int) span.length()));
          case Content.OnDisk(var channel) -> {
            file.hold();
            yield new Body.FileSpan(
                channel, span.first(), span.length(), () -> file.letGo(exchange.loop()));
          }
        };
    return Reply.local(head, body);
  }

  private static Reply parts(
      Exchange exchange, StoredFile file, Representation chosen, MultipartLayout layout) {
    var head = ResponseHead.of(206, chosen.description().parts(layout));
    var loop = exchange.loop();
    var body =
        switch (chosen.content()) {
          case Content.InMemory(var octets) -> {
            var whole = PooledByteBufAllocator.DEFAULT.directBuffer((int) layout.length());
            for (var part : layout.parts()) {
              var span = part.span();
              whole.writeBytes(part.before());
              whole.writeBytes(octets, (int) span.first(), (int) span.length());
            }
            yield new Body.Whole(whole.writeBytes(layout.closing()));
          }
          case Content.OnDisk(var channel) -> {
            file.hold();
            var source = new MultipartSource(loop, channel, layout, () -> file.letGo(loop));
            yield new Body.Stream(source, layout.length(), false);
          }
        };
    return Reply.local(head, body);
  }

  private long nowSeconds() {
    return clock.millis() / 1000;
  }
}
