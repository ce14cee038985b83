package io.weir.dsl.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Turns the bytes of a file into a source. */
public final class SourceBytes {
  /** Largest source in bytes: far above what people write, far below what hurts. */
  public static final int LARGEST = 16 << 20;

  private SourceBytes() {}

  /**
   * Decodes UTF-8 strictly.
   *
   * @param problem what is wrong with the bytes; the source then shows them as far as it can
   */
  public record Decoded(Source source, Optional<Diagnostic> problem) {}

  /** Decodes the bytes of the file of this name. */
  public static Decoded decode(String name, byte[] bytes) {
    if (bytes.length > LARGEST) {
      return refused(tooLarge(name, bytes.length));
    }
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length + 1);
    var result = decoder.decode(in, out, true);
    if (!result.isError()) {
      return new Decoded(new Source(name, out.flip().toString()), Optional.empty());
    }
    int bad = in.position();
    int at = out.position();
    var source = new Source(name, new String(bytes, StandardCharsets.UTF_8));
    var span = new Span(source, at, Math.min(at + 1, source.text().length()));
    return refused(
        Diagnostic.of(
                Code.UNREADABLE,
                span,
                "found byte 0x%02x at offset %d; expected UTF-8".formatted(bytes[bad], bad))
            .hint("save the file as UTF-8"));
  }

  /** The diagnostic for a source of so many bytes. */
  static Diagnostic tooLarge(String name, long bytes) {
    return Diagnostic.of(
        Code.UNREADABLE,
        new Span(new Source(name, ""), 0, 0),
        "found a file of %d bytes; expected at most %d".formatted(bytes, LARGEST));
  }

  private static Decoded refused(Diagnostic problem) {
    return new Decoded(problem.span().source(), Optional.of(problem));
  }
}
