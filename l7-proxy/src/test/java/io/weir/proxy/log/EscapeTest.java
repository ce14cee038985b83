package io.weir.proxy.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EscapeTest {
  @Property
  void anyOctetsMakeAJsonStringOfOneLineThatKeepsAsciiAsItIs(@ForAll byte[] octets)
      throws CharacterCodingException {
    var written = json(octets);

    var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(written)).toString();
    var parsed = new JsonArray("[\"" + text + "\"]").getString(0);
    assertThat(text.chars()).noneMatch(c -> c < 0x20 || (c >= 0x7f && c < 0xa0));
    assertThat(parsed.replaceAll("[^\\x00-\\x7f]", ""))
        .isEqualTo(new String(octets, ISO_8859_1).replaceAll("[^\\x00-\\x7f]", ""));
  }

  @Property
  void wellFormedUtf8ComesBackFromJsonAsItWas(@ForAll String any) {
    var text = new String(any.getBytes(UTF_8), UTF_8);

    var fromOctets = new String(json(text.getBytes(UTF_8)), UTF_8);
    var line = new Line();
    Escape.json(line, text);

    assertThat(new JsonArray("[\"" + fromOctets + "\"]").getString(0)).isEqualTo(unC1(text));
    assertThat(new String(line.octets(), 0, line.length(), UTF_8)).isEqualTo(textForm(text));
  }

  @Property
  void anyOctetsMakePrintableAsciiWithoutQuotesInTheCombinedFormat(@ForAll byte[] octets) {
    var line = new Line();
    Escape.combined(line, octets, 0, octets.length);

    var text = new String(line.octets(), 0, line.length(), ISO_8859_1);

    assertThat(text.chars()).allMatch(c -> c >= 0x20 && c < 0x7f && c != '"');
    assertThat(unescape(text)).isEqualTo(new String(octets, ISO_8859_1));
  }

  @Property
  void textsAreWrittenInTheCombinedFormatAsTheirUtf8Octets(@ForAll String text) {
    var line = new Line();
    Escape.combined(line, text);

    var octets = unescape(new String(line.octets(), 0, line.length(), ISO_8859_1));

    var wellFormed = new StringBuilder();
    text.codePoints()
        .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
        .forEach(wellFormed::appendCodePoint);
    assertThat(new String(octets.getBytes(ISO_8859_1), UTF_8)).isEqualTo(wellFormed.toString());
  }

  @Test
  void writesOctetsThatAreNoUtf8AsIso8859() {
    assertThat(jsonText(0xe9)).isEqualTo("\\u00e9");
    assertThat(jsonText(0xc3, 0xa9)).isEqualTo("é");
    assertThat(jsonText(0xc0, 0xaf)).isEqualTo("\\u00c0\\u00af");
    assertThat(jsonText(0xed, 0xa0, 0x80)).isEqualTo("\\u00ed\\u00a0\\u0080");
    assertThat(jsonText(0xf0, 0x9f, 0x98, 0x80)).isEqualTo("😀");
    assertThat(jsonText(0xf4, 0x90, 0x80, 0x80)).isEqualTo("\\u00f4\\u0090\\u0080\\u0080");
    assertThat(jsonText(0xe2, 0x82)).isEqualTo("\\u00e2\\u0082");
  }

  @Test
  void writesControlCharactersOfTerminalsAsEscapes() {
    assertThat(jsonText(0x1b, '[', 'm')).isEqualTo("\\u001b[m");
    assertThat(jsonText(0x7f)).isEqualTo("\\u007f");
    assertThat(jsonText(0xc2, 0x9b)).isEqualTo("\\u00c2\\u009b");
    assertThat(jsonText('"', '\\', '\n')).isEqualTo("\\\"\\\\\\n");
  }

  private static byte[] json(byte[] octets) {
    var line = new Line();
    Escape.json(line, octets, 0, octets.length);
    return java.util.Arrays.copyOf(line.octets(), line.length());
  }

  private static String jsonText(int... octets) {
    var bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return new String(json(bytes), UTF_8);
  }

  /** What the octets of C1 controls, which are escaped one by one, are read back as. */
  private static String unC1(String text) {
    var read = new StringBuilder();
    text.chars().forEach(c -> read.append(c >= 0x80 && c < 0xa0 ? "Â" : "").append((char) c));
    return read.toString();
  }

  private static String textForm(String text) {
    var form = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> form.append("\\\"");
        case '\\' -> form.append("\\\\");
        case '\n' -> form.append("\\n");
        case '\r' -> form.append("\\r");
        case '\t' -> form.append("\\t");
        default -> {
          if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
            form.append(String.format("\\u%04x", (int) c));
          } else {
            form.append(c);
          }
        }
      }
    }
    return form.toString();
  }

  private static String unescape(String text) {
    var read = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        read.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        read.append(text.charAt(i));
      }
    }
    return read.toString();
  }
}
