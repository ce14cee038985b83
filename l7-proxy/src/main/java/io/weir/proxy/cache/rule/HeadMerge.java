package io.weir.proxy.cache.rule;

import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields of a response are stored, and how later responses change them (RFC 9111 3.1, 3.2).
 */
public final class HeadMerge {
  /** Fields of one connection, and those that are made anew for each reply. */
  private static final Set<String> NOT_STORED =
      Set.of(
          "age",
          "connection",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /**
   * What describes the octets that are stored, which a 304 has not changed: RFC 9111 3.2 excepts
   * the length, and lets those be left out on which the integrity of what is stored depends.
   */
  private static final Set<String> NOT_UPDATED =
      Set.of(
          "content-digest",
          "content-encoding",
          "content-length",
          "content-md5",
          "content-range",
          "repr-digest");

  private HeadMerge() {}

  /**
   * The fields to store.
   *
   * @param directives those that count, whose {@code private} and {@code no-cache} list fields
   * @param length octets of content that are stored; negative if that is not known yet
   */
  public static FieldLines stored(FieldLines response, CacheControl directives, long length) {
    var leftOut = leftOut(response, directives);
    leftOut.add("content-length");
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < response.count(); i++) {
      if (!leftOut.contains(nameOf(response, i))) {
        lines.add(response.nameText(i), response.value(i));
      }
    }
    if (length >= 0) {
      lines.add(FieldName.CONTENT_LENGTH.text(), Long.toString(length));
    }
    return lines.build();
  }

  /**
   * The stored fields as a 304, or the answer to a HEAD, changes them: each field that it has
   * stands in place of all stored ones of that name.
   */
  public static FieldLines updated(FieldLines stored, FieldLines update, CacheControl directives) {
    var leftOut = leftOut(update, directives);
    leftOut.addAll(NOT_UPDATED);
    var replaced = new HashSet<String>();
    for (int i = 0; i < update.count(); i++) {
      var name = nameOf(update, i);
      if (!leftOut.contains(name)) {
        replaced.add(name);
      }
    }
    var lines = new FieldLinesBuilder();
    for (int i = 0; i < stored.count(); i++) {
      if (!replaced.contains(nameOf(stored, i))) {
        lines.add(stored.nameText(i), stored.value(i));
      }
    }
    for (int i = 0; i < update.count(); i++) {
      if (replaced.contains(nameOf(update, i))) {
        lines.add(update.nameText(i), update.value(i));
      }
    }
    return lines.build();
  }

  private static Set<String> leftOut(FieldLines response, CacheControl directives) {
    var names = new HashSet<>(NOT_STORED);
    // RFC 9110 7.6.1: what Connection names is of the connection too.
    for (int i = response.first(FieldName.CONNECTION);
        i >= 0;
        i = response.next(FieldName.CONNECTION, i)) {
      for (var name : response.value(i).split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    addAll(names, directives.privateFields());
    addAll(names, directives.unvalidatedFields());
    return names;
  }

  private static void addAll(Set<String> names, List<String> more) {
    names.addAll(more);
  }

  private static String nameOf(FieldLines fields, int line) {
    int start = fields.lineStart(line);
    int end = fields.nameEnd(line);
    var text = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      text.append((char) Octets.lower(fields.bytes()[i]));
    }
    return text.toString();
  }
}
