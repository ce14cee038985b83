package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a route does with the content codings of its replies.
 *
 * @param codings what replies may be compressed with, the most wanted first; empty: nothing
 * @param leastBytes shorter replies are sent as they are
 * @param types media ranges of what is compressed, in lower case: {@code text/html}, {@code
 *     text/*}, {@code application/*+json}
 * @param gunzip whether compressed replies are decoded for clients that cannot
 * @param span where the codings are named, else where {@code gunzip} stands
 */
public record Compression(
    List<Choice> codings, long leastBytes, List<String> types, boolean gunzip, Span span) {
  /** Below this, head and codes outweigh what is saved, and a packet carries either form. */
  public static final long DEFAULT_LEAST = 1 << 10;

  /** What is text by nature, and the few binary formats that are not compressed in themselves. */
  public static final List<String> DEFAULT_TYPES =
      List.of(
          "text/*",
          "application/*+json",
          "application/*+xml",
          "application/javascript",
          "application/json",
          "application/ndjson",
          "application/wasm",
          "application/x-javascript",
          "application/x-ndjson",
          "application/xml",
          "application/vnd.ms-fontobject",
          "font/otf",
          "font/ttf",
          "image/bmp",
          "image/svg+xml",
          "image/vnd.microsoft.icon",
          "image/x-icon");

  public Compression {
    codings = List.copyOf(codings);
    types = List.copyOf(types);
  }

  /** A coding and how hard it tries. */
  public record Choice(ContentCoding coding, int level) {
    /** In the words of the language. */
    @Override
    public String toString() {
      return level == coding.usualLevel() ? coding.token() : coding.token() + " level " + level;
    }
  }

  /** The codings in the words of the language. */
  public String codingsText() {
    return codings.stream().map(Choice::toString).collect(Collectors.joining(", "));
  }
}
