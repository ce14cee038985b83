package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.nio.charset.StandardCharsets;

/**
 * Reads {@code Cache-Control} (RFC 9111 5.2): {@code token [ "=" ( token / quoted-string ) ]} in a
 * list. What is broken spoils its own member only; arguments may be quoted whether they should be
 * or not. A quotation mark that is never closed is an octet like any other, so that it cannot hide
 * a {@code no-store} behind it.
 */
final class DirectiveReader {
  private final byte[] bytes;
  private final DirectiveDraft draft;
  private int at;
  private int end;

  private DirectiveReader(byte[] bytes, DirectiveDraft draft) {
    this.bytes = bytes;
    this.draft = draft;
  }

  static CacheControl read(FieldLines fields, FieldName name) {
    var reader = new DirectiveReader(fields.bytes(), new DirectiveDraft());
    for (int i = fields.first(name); i >= 0; i = fields.next(name, i)) {
      reader.line(fields.valueStart(i), fields.valueEnd(i));
    }
    return reader.draft.done(false);
  }

  private void line(int start, int lineEnd) {
    at = start;
    end = lineEnd;
    while (at < end) {
      if (bytes[at] == ',' || Octets.isBlank(bytes[at])) {
        at++;
      } else {
        member();
      }
    }
  }

  private void member() {
    int nameStart = at;
    while (at < end && Octets.isToken(bytes[at])) {
      at++;
    }
    var directive = Directive.find(bytes, nameStart, at);
    boolean hasArgument = at < end && bytes[at] == '=';
    var argument = hasArgument ? argument() : "";
    boolean isBroken = skipToComma();
    if (directive == null) {
      return;
    }
    if (DirectiveDraft.takesNumber(directive)) {
      draft.number(directive, isBroken ? CacheControl.NONE : seconds(directive, argument));
    } else {
      draft.flag(directive, isBroken ? "" : argument);
    }
  }

  private static long seconds(Directive directive, String argument) {
    return directive == Directive.MAX_STALE && argument.isEmpty()
        ? CacheControl.ANY
        : Seconds.parse(argument);
  }

  private String argument() {
    at++;
    if (at < end && bytes[at] == '"') {
      int close = closingQuote();
      if (close > 0) {
        var text = unquoted(at + 1, close);
        at = close + 1;
        return text;
      }
    }
    int start = at;
    while (at < end && Octets.isToken(bytes[at])) {
      at++;
    }
    return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
  }

  /** Where the quoted string ends that begins here, or -1. */
  private int closingQuote() {
    for (int i = at + 1; i < end; i++) {
      if (bytes[i] == '\\') {
        i++;
      } else if (bytes[i] == '"') {
        return i;
      }
    }
    return -1;
  }

  private String unquoted(int start, int close) {
    var text = new StringBuilder(close - start);
    for (int i = start; i < close; i++) {
      if (bytes[i] == '\\') {
        i++;
      }
      text.append((char) (bytes[i] & 0xff));
    }
    return text.toString();
  }

  /** Goes to the end of the member; whether there was more than blanks on the way. */
  private boolean skipToComma() {
    boolean found = false;
    while (at < end && bytes[at] != ',') {
      if (bytes[at] == '"' && closingQuote() > 0) {
        at = closingQuote();
      }
      found |= !Octets.isBlank(bytes[at]);
      at++;
    }
    return found;
  }
}
