package io.weir.proxy.rewrite;

import io.weir.dsl.model.PathPattern;
import io.weir.dsl.model.PathPattern.Segment;
import io.weir.dsl.model.Template;
import io.weir.dsl.model.Template.Part;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template, compiled against the path that its captures come from. Immutable. What it renders
 * never has octets that do not belong where it goes, whatever the request brings.
 */
final class TextTemplate {
  private final Place place;
  private final Piece[] pieces;

  private TextTemplate(Place place, List<Piece> pieces) {
    this.place = place;
    this.pieces = pieces.toArray(Piece[]::new);
  }

  /** A part of the text. */
  private sealed interface Piece {
    record Constant(byte[] octets) implements Piece {}

    /** The capture with this number in the exchange. */
    record Capture(int number) implements Piece {}

    record Property(Template.Name name) implements Piece {}

    record Claim(String verifier, String claim) implements Piece {}
  }

  /** Compiles a template; each capture that it names must be one of the path. */
  static TextTemplate of(Template template, PathPattern path, Place place) {
    return new TextTemplate(place, pieces(template, path, place));
  }

  /** A whole field line around the template: name, colon, value, CRLF. */
  static TextTemplate line(String name, Template value, PathPattern path) {
    var pieces = new ArrayList<Piece>();
    pieces.add(new Piece.Constant(Octets.of(name + ": ")));
    pieces.addAll(pieces(value, path, Place.FIELD));
    pieces.add(new Piece.Constant(Octets.of("\r\n")));
    return new TextTemplate(Place.FIELD, merged(pieces));
  }

  /** The text for this exchange; a text without places is always the same array. */
  byte[] render(Exchange exchange) {
    if (pieces.length == 1 && pieces[0] instanceof Piece.Constant(var octets)) {
      return octets;
    }
    var out = new Rendering();
    for (var piece : pieces) {
      switch (piece) {
        case Piece.Constant(var octets) -> out.put(octets, 0, octets.length);
        case Piece.Capture(var number) -> {
          int[] captures = exchange.captures();
          var bytes = exchange.request().target().bytes();
          place.putTarget(out, bytes, captures[2 * number], captures[2 * number + 1]);
        }
        case Piece.Property(var name) -> put(out, name, exchange);
        case Piece.Claim(var verifier, var claim) -> {
          var claims = exchange.claimsOf(verifier);
          putText(out, claims == null ? null : claims.text(claim));
        }
      }
    }
    return out.toOctets();
  }

  private void put(Rendering out, Template.Name name, Exchange exchange) {
    var request = exchange.request();
    var target = request.target();
    switch (name) {
      case AUTH_USER -> putText(out, exchange.user());
      case CLIENT_IP -> place.putWord(out, Octets.of(exchange.clientAddressText()));
      case HOST -> putHost(out, exchange);
      case METHOD -> place.putWord(out, Octets.of(request.methodText()));
      case PATH -> place.putTarget(out, target.bytes(), target.pathStart(), target.pathEnd());
      case QUERY -> place.putTarget(out, target.bytes(), target.pathEnd(), target.queryEnd());
      case REQUEST_ID -> place.putWord(out, Octets.of(exchange.requestId()));
      case SCHEME -> place.putWord(out, Octets.of(exchange.scheme()));
    }
  }

  private void putText(Rendering out, @Nullable String text) {
    if (text != null) {
      place.putWord(out, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Puts the host as a URI has it: an IPv6 address between brackets (RFC 3986 3.2.2). */
  private void putHost(Rendering out, Exchange exchange) {
    var target = exchange.request().target();
    boolean isSix = false;
    for (int i = target.hostStart(); i < target.hostEnd(); i++) {
      isSix |= target.bytes()[i] == ':';
    }
    if (isSix) {
      out.put((byte) '[');
    }
    place.putTarget(out, target.bytes(), target.hostStart(), target.hostEnd());
    if (isSix) {
      out.put((byte) ']');
    }
  }

  private static List<Piece> pieces(Template template, PathPattern path, Place place) {
    var captures =
        path.segments().stream()
            .filter(Segment.Capture.class::isInstance)
            .map(segment -> ((Segment.Capture) segment).name())
            .toList();
    var pieces = new ArrayList<Piece>();
    for (var part : template.parts()) {
      pieces.add(
          switch (part) {
            case Part.Text(var text) -> constant(text, place);
            case Part.Captured(var name) -> capture(captures.indexOf(name), name, path);
            case Part.Rest _ -> capture(path.rest() ? captures.size() : -1, "**", path);
            case Part.Variable(var name) -> new Piece.Property(name);
            case Part.Claim(var verifier, var claim) -> new Piece.Claim(verifier, claim);
          });
    }
    return merged(pieces);
  }

  private static Piece constant(String text, Place place) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    var safe = new Rendering();
    place.put(safe, octets, 0, octets.length);
    return new Piece.Constant(safe.toOctets());
  }

  private static Piece capture(int number, String name, PathPattern path) {
    if (number < 0) {
      throw new IllegalArgumentException(
          "found {" + name + "}; expected a capture of " + path.text());
    }
    return new Piece.Capture(number);
  }

  /** Constants side by side made one, so that a text without places is one piece. */
  private static List<Piece> merged(List<Piece> pieces) {
    var merged = new ArrayList<Piece>();
    var constant = new Rendering();
    for (var piece : pieces) {
      if (piece instanceof Piece.Constant(var octets)) {
        constant.put(octets, 0, octets.length);
      } else {
        flush(constant, merged);
        constant = new Rendering();
        merged.add(piece);
      }
    }
    flush(constant, merged);
    if (merged.isEmpty()) {
      merged.add(new Piece.Constant(new byte[0]));
    }
    return merged;
  }

  private static void flush(Rendering constant, List<Piece> into) {
    var octets = constant.toOctets();
    if (octets.length > 0) {
      into.add(new Piece.Constant(octets));
    }
  }
}
