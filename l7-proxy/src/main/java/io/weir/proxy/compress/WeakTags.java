package io.weir.proxy.compress;

import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.semantics.EntityTags;
import io.weir.proxy.semantics.EntityTags.Comparison;
import java.nio.charset.StandardCharsets;

/**
 * Entity tags of content whose coding Weir changes (RFC 9110 8.8.3). Two codings of one content are
 * not equal octet by octet, so a strong tag becomes weak on the way out; what Weir may have
 * weakened counts as the strong one again on the way in.
 */
final class WeakTags {
  private static final String IF_NONE_MATCH = "If-None-Match:";

  private WeakTags() {}

  /** The tag as a weak one. */
  static String weak(String tag) {
    return EntityTags.isWeak(tag) ? tag : "W/" + tag;
  }

  /** A list of tags, each as a strong one. */
  static String strong(String list) {
    var out = new StringBuilder(list.length());
    boolean quoted = false;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      }
      if (!quoted && list.startsWith("W/\"", i)) {
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Whether the request, as it is sent, names this strong tag only as a weak one. */
  static boolean isHeldAsWeak(String tag, FieldLines request, FieldChanges changes) {
    if ((changes.removedNames() & FieldName.IF_NONE_MATCH.bit()) == 0
        && EntityTags.listed(request, FieldName.IF_NONE_MATCH, tag, Comparison.WEAK)) {
      return !EntityTags.listed(request, FieldName.IF_NONE_MATCH, tag, Comparison.STRONG);
    }
    for (var line : changes.added()) {
      var text = new String(line, StandardCharsets.ISO_8859_1);
      if (text.regionMatches(true, 0, IF_NONE_MATCH, 0, IF_NONE_MATCH.length())
          && text.contains(weak(tag))) {
        return true;
      }
    }
    return false;
  }
}
