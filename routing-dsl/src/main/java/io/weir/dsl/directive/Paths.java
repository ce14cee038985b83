package io.weir.dsl.directive;

import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Template;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads path patterns, and brings what a file says of paths into the form that request paths are
 * matched in: unreserved octets plain, all others percent-encoded in upper case (RFC 3986 6.2.2).
 * What no request can have in that form is refused.
 */
final class Paths {
  private static final int MOST_SEGMENTS = 64;
  private static final String ALLOWED = "-._~!$&'()*+,;=:@";

  private final Arguments arguments;
  private final Span span;
  private final Set<String> captures = new HashSet<>();

  private Paths(Arguments arguments, Span span) {
    this.arguments = arguments;
    this.span = span;
  }

  /** The pattern of a word; of a bad one some pattern, and the arguments are broken. */
  static PathPattern pattern(Arguments arguments, String text, Span span) {
    return new Paths(arguments, span).pattern(text);
  }

  private PathPattern pattern(String text) {
    var segments = new ArrayList<Segment>();
    if (!text.startsWith("/")) {
      fail("a path begins with \"/\"");
      return new PathPattern(text, segments, false);
    }
    var parts = text.substring(1).split("/", -1);
    if (parts.length > MOST_SEGMENTS) {
      fail("a path has at most " + MOST_SEGMENTS + " segments");
      return new PathPattern(text, segments, false);
    }
    boolean rest = parts[parts.length - 1].equals("**");
    for (int i = 0; i < parts.length - (rest ? 1 : 0); i++) {
      if (parts[i].isEmpty() && i < parts.length - 1) {
        fail("empty segments are taken out before a path is matched; this one can never match");
      }
      segments.add(segment(parts[i]));
    }
    return new PathPattern(text, segments, rest);
  }

  private Segment segment(String part) {
    if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
      return capture(part);
    }
    if (part.contains("**")) {
      fail("\"**\" stands for the rest of a path and can only be its last segment");
      return new Segment.Literal("");
    }
    var text = literal(part);
    if (part.indexOf('*') >= 0) {
      return new Segment.Glob(text);
    }
    if (!isUtf8(text)) {
      fail("the encoded octets are not UTF-8, and requests with such a path are refused");
    }
    return new Segment.Literal(text);
  }

  private Segment capture(String part) {
    var name =
        part.startsWith("{") && part.endsWith("}") ? part.substring(1, part.length() - 1) : "";
    if (name.isEmpty() || name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
      fail("a capture is a whole segment, as in /users/{id}");
    } else if (name.equals("**")) {
      fail("write ** without braces; a template names it {**}");
    } else if (!name.chars().allMatch(c -> isAlphanumeric(c) || c == '_' || c == '-')) {
      fail("the name of a capture is made of letters, digits, - and _");
    } else if (isVariable(name)) {
      fail("{" + name + "} is a property of the request; give the capture another name");
    } else if (!captures.add(name)) {
      fail("the path captures {" + name + "} twice");
    }
    return new Segment.Capture(name);
  }

  private static boolean isVariable(String name) {
    for (var variable : Template.Name.values()) {
      if (variable.word().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private String literal(String part) {
    var bad = mistake(part);
    bad.ifPresent(this::fail);
    if (bad.isPresent()) {
      return "";
    }
    var text = normalized(part);
    if (text.equals(".") || text.equals("..")) {
      fail("dot segments are resolved before a path is matched; this one can never match");
    }
    return text;
  }

  /** Why the text cannot be part of a path, or empty. */
  private static Optional<String> mistake(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int octet = octet(text, i);
        if (octet < 0) {
          return Optional.of("\"%\" must be followed by two hexadecimal digits");
        }
        if (octet < 0x20 || octet == '/' || octet == '\\' || octet == 0x7f) {
          return Optional.of(
              "%%%02X can never match: requests with it are refused".formatted(octet));
        }
        i += 2;
      } else if (!isAlphanumeric(c) && ALLOWED.indexOf(c) < 0) {
        return Optional.of("\"" + c + "\" cannot be part of a path" + encoded(text, i));
      }
    }
    return Optional.empty();
  }

  private static boolean isUtf8(String text) {
    var octets = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      int octet = text.charAt(i) == '%' ? octet(text, i) : text.charAt(i);
      octets.write(octet);
      i += text.charAt(i) == '%' ? 2 : 0;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray()));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static String encoded(String text, int index) {
    int character = text.codePointAt(index);
    if (Character.getType(character) == Character.SURROGATE || character < ' ') {
      return "";
    }
    var out = new StringBuilder("; write ");
    for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      out.append('%').append("%02X".formatted(octet));
    }
    return out.toString();
  }

  private static int octet(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = hex(text.charAt(percent + 1));
    int low = hex(text.charAt(percent + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hex(char c) {
    return c < 0x7f ? Character.digit(c, 16) : -1;
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isUnreserved(int c) {
    return isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
  }

  /** Unreserved octets decoded, the digits of all others in upper case. */
  private static String normalized(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int octet = c == '%' ? octet(text, i) : -1;
      if (octet < 0) {
        out.append(c);
        continue;
      }
      if (isUnreserved(octet)) {
        out.append((char) octet);
      } else {
        out.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    return out.toString();
  }

  /**
   * The text of a test on the path in normal form.
   *
   * @param isWhole whether the text begins where paths begin
   */
  static String tested(Arguments arguments, Typed.Text text, boolean isWhole) {
    if (arguments.isBroken()) {
      return text.value();
    }
    var paths = new Paths(arguments, text.span());
    if (isWhole && !text.value().startsWith("/")) {
      paths.fail("a path begins with \"/\", so this can never match");
    }
    mistake(text.value().replace("/", "")).ifPresent(paths::fail);
    var normal = normalized(text.value());
    if ((normal + "/").contains("/./") || (normal + "/").contains("/../")) {
      paths.fail("dot segments are resolved before a path is matched; this can never match");
    } else if (normal.contains("//")) {
      paths.fail("empty segments are taken out before a path is matched; this can never match");
    }
    return normal;
  }

  private void fail(String message) {
    arguments.flag(Diagnostic.of(Code.BAD_PATH, span, message));
  }
}
