package io.weir.proxy.compress;

import io.weir.dsl.model.Compression;
import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Method;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.RequestHead;
import io.weir.proxy.exchange.ResponseHead;
import java.util.Optional;

/** What becomes of a reply, decided from heads alone. */
sealed interface Ruling {
  /** It passes as it is. */
  Ruling PASS = new Pass();

  /** It passes as it is, but others would get it in another coding. */
  Ruling VARY = new Vary();

  /** It is compressed. */
  Ruling ENCODE = new Encode();

  /** The client takes it in no form that there is (RFC 9110 15.5.7). */
  Ruling REFUSE = new Refuse();

  record Pass() implements Ruling {}

  record Vary() implements Ruling {}

  record Encode() implements Ruling {}

  record Refuse() implements Ruling {}

  /** It is decoded. */
  record Decode(ContentCoding coding) implements Ruling {}

  byte[] NO_TRANSFORM = Octets.of("no-transform");

  /**
   * Whether a reply is compressed.
   *
   * @param length octets of its content, below 0 if not known
   */
  static Ruling encoding(
      RequestHead request,
      Negotiation negotiation,
      ResponseHead reply,
      long length,
      Compression rules,
      MediaTypes types) {
    var fields = reply.fields();
    if (!hasWholeContent(reply) || length == 0 || isFixed(request.fields(), fields)) {
      return PASS;
    }
    boolean isListed = types.cover(fields);
    if (fields.has(FieldName.CONTENT_ENCODING)) {
      return isListed ? VARY : PASS;
    }
    if (negotiation.mustCode()) {
      if (negotiation.choice() != null) {
        return ENCODE;
      }
      boolean isHarmless = request.method() == Method.GET || request.method() == Method.HEAD;
      return isHarmless && reply.status() == 200 ? REFUSE : PASS;
    }
    if (!isListed) {
      return PASS;
    }
    boolean isShort = length >= 0 && length < rules.leastBytes();
    return isShort || negotiation.choice() == null ? VARY : ENCODE;
  }

  /**
   * Whether a reply that is coded already is decoded.
   *
   * @param refused whether the client refuses a coding
   */
  static Ruling decoding(
      RequestHead request,
      ResponseHead reply,
      java.util.function.Predicate<ContentCoding> refused,
      boolean mustCode) {
    var coding = hasWholeContent(reply) ? coding(reply.fields()) : Optional.<ContentCoding>empty();
    if (coding.isEmpty() || isFixed(request.fields(), reply.fields())) {
      return PASS;
    }
    return refused.test(coding.get()) && !mustCode ? new Decode(coding.get()) : VARY;
  }

  /** The one coding of the content, if there is just one and Weir knows it. */
  private static Optional<ContentCoding> coding(FieldLines fields) {
    int line = fields.first(FieldName.CONTENT_ENCODING);
    if (line < 0 || fields.next(FieldName.CONTENT_ENCODING, line) >= 0) {
      return Optional.empty();
    }
    var token = fields.value(line).toLowerCase(java.util.Locale.ROOT);
    return ContentCoding.named(token.equals("x-gzip") ? "gzip" : token);
  }

  private static boolean hasWholeContent(ResponseHead reply) {
    int status = reply.status();
    return status >= 200
        && status != 204
        && status != 205
        && status != 206
        && status != 304
        && !reply.fields().has(FieldName.CONTENT_RANGE);
  }

  /** Whether somebody asked that the content be left alone (RFC 9111 5.2.1.6, 5.2.2.6). */
  private static boolean isFixed(FieldLines request, FieldLines reply) {
    return forbidsTransforming(request) || forbidsTransforming(reply);
  }

  private static boolean forbidsTransforming(FieldLines fields) {
    for (int i = fields.first(FieldName.CACHE_CONTROL);
        i >= 0;
        i = fields.next(FieldName.CACHE_CONTROL, i)) {
      if (Octets.listHas(fields.bytes(), fields.valueStart(i), fields.valueEnd(i), NO_TRANSFORM)) {
        return true;
      }
    }
    return false;
  }
}
