package io.weir.dsl.directive;

import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.util.Locale;
import java.util.Set;

/** What can be the name of a field, and which fields Weir keeps to itself. */
final class Fields {
  /** RFC 9110 7.6.1 and the fields that frame a message: to set them is to break it. */
  private static final Set<String> OWN =
      Set.of(
          "connection",
          "content-length",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private Fields() {}

  /** Whether the text is a token (RFC 9110 5.6.2). */
  static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  /** Takes the name of a field. */
  static Typed.Text name(Arguments arguments, String slot) {
    var name = Typed.text(arguments, slot);
    if (!arguments.isBroken() && !isToken(name.value())) {
      arguments.flag(
          Code.BAD_HEADER,
          name.span(),
          slot
              + ": "
              + Context.shortened(name.span().text())
              + " has characters that a name cannot have");
    }
    return name;
  }

  /** Reports a field that no edit may touch. */
  static void checkEdit(Arguments arguments, Typed.Text name, boolean isSetOnRequest) {
    var lower = name.value().toLowerCase(Locale.ROOT);
    if (OWN.contains(lower)) {
      arguments.flag(
          Diagnostic.of(
                  Code.BAD_HEADER,
                  name.span(),
                  "\"" + name.value() + "\" belongs to the connection and cannot be edited")
              .label("Weir writes it itself"));
    } else if (lower.equals("host") && !isSetOnRequest) {
      arguments.flag(
          Diagnostic.of(Code.BAD_HEADER, name.span(), "\"Host\" can only be set on the request")
              .hint("write: header request set \"Host\" \"…\""));
    }
  }
}
