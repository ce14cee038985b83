package io.weir.proxy.compress;

import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.ResponseHead;
import java.util.Set;

/**
 * Heads of replies whose coding is changed, or could be. They are whole heads, not notes of what to
 * change, since a cache in front keeps what it sees.
 */
final class CodedHead {
  private static final byte[] ACCEPT_ENCODING = Octets.of("accept-encoding");
  private static final byte[] STAR = Octets.of("*");

  /**
   * What is no longer true of other octets. A {@code Repr-Digest} stays away too: it is of the
   * selected representation, coding included (RFC 9530 3), as {@code Digest} was.
   */
  private static final Set<String> OF_OCTETS =
      Set.of("accept-ranges", "content-digest", "content-md5", "digest", "repr-digest");

  private CodedHead() {}

  /** Of a reply that is compressed from now on. */
  static ResponseHead encoded(ResponseHead head, ContentCoding coding) {
    var lines = changed(head.fields());
    lines.add("Content-Encoding", coding.token());
    return with(head, lines);
  }

  /** Of a reply that has no coding from now on. */
  static ResponseHead decoded(ResponseHead head) {
    return with(head, changed(head.fields()));
  }

  /** Of a reply that is sent as it is, while other clients get it otherwise. */
  static ResponseHead varying(ResponseHead head) {
    if (variesAlready(head.fields())) {
      return head;
    }
    var lines = new FieldLinesBuilder();
    copy(head.fields(), lines);
    return with(head, lines.add("Vary", "Accept-Encoding"));
  }

  /** Of a 304 for what the client holds under a weak tag. */
  static ResponseHead weakened(ResponseHead head) {
    var fields = head.fields();
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < fields.count(); i++) {
      boolean isTag = fields.name(i) == FieldName.ETAG;
      lines.add(fields.nameText(i), isTag ? WeakTags.weak(fields.value(i)) : fields.value(i));
    }
    return varying(with(head, lines));
  }

  private static FieldLinesBuilder changed(FieldLines fields) {
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < fields.count(); i++) {
      var known = fields.name(i);
      if (known == FieldName.ETAG) {
        lines.add("ETag", WeakTags.weak(fields.value(i)));
      } else if (known != FieldName.CONTENT_LENGTH
          && known != FieldName.CONTENT_ENCODING
          && (known != null || !isOfOctets(fields, i))) {
        lines.add(fields.nameText(i), fields.value(i));
      }
    }
    return variesAlready(fields) ? lines : lines.add("Vary", "Accept-Encoding");
  }

  private static boolean isOfOctets(FieldLines fields, int line) {
    return OF_OCTETS.contains(fields.nameText(line).toLowerCase(java.util.Locale.ROOT));
  }

  private static void copy(FieldLines fields, FieldLinesBuilder lines) {
    for (int i = 0; i < fields.count(); i++) {
      lines.add(fields.nameText(i), fields.value(i));
    }
  }

  private static boolean variesAlready(FieldLines fields) {
    for (int i = fields.first(FieldName.VARY); i >= 0; i = fields.next(FieldName.VARY, i)) {
      int start = fields.valueStart(i);
      int end = fields.valueEnd(i);
      if (Octets.listHas(fields.bytes(), start, end, ACCEPT_ENCODING)
          || Octets.listHas(fields.bytes(), start, end, STAR)) {
        return true;
      }
    }
    return false;
  }

  private static ResponseHead with(ResponseHead head, FieldLinesBuilder lines) {
    return new ResponseHead(head.status(), head.reason(), head.minorVersion(), lines.build());
  }
}
