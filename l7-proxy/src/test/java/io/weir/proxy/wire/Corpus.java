package io.weir.proxy.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Reads the files of messages and verdicts in {@code corpus}; its README has the format. */
final class Corpus {
  private static final String INDENT = "    ";
  private static final String MARK = INDENT + "-> ";
  private static final Pattern PIECE =
      Pattern.compile("\\{(?<name>[A-Z]+)}|\\{(?<text>[^{}]*)\\*(?<count>\\d+)}");
  private static final Map<String, String> PIECES =
      Map.of(
          "GET", "GET / HTTP/1.1\\r\\nHost: x\\r\\n",
          "POST", "POST / HTTP/1.1\\r\\nHost: x\\r\\n",
          "CHUNKED", "POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
          "SMUGGLED", "GET /smuggled HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
          "OK", "HTTP/1.1 200 OK\\r\\n",
          "OKCHUNKED", "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
          "EVIL", "HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nevil");

  private Corpus() {}

  /**
   * One message and what is to become of it.
   *
   * @param clause of the RFC that decides
   * @param verdict the words of the verdict
   * @param expected what else must hold, one thing a line
   */
  record Case(
      String name, String clause, List<String> verdict, byte[] octets, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The cases of these files, in order. */
  static List<Case> read(String... files) {
    var cases = new ArrayList<Case>();
    for (var file : files) {
      cases.addAll(parse(text(file)));
    }
    return cases;
  }

  private static List<Case> parse(String text) {
    var cases = new ArrayList<Case>();
    var lines = text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    int i = 0;
    while (i < lines.size()) {
      var head = lines.get(i++).split(" \\| ", -1);
      if (head.length != 3) {
        throw new IllegalArgumentException("found '" + lines.get(i - 1) + "'; expected 3 columns");
      }
      var octets = new StringBuilder();
      var expected = new ArrayList<String>();
      for (; i < lines.size() && lines.get(i).startsWith(INDENT); i++) {
        var line = lines.get(i);
        if (line.startsWith(MARK)) {
          expected.add(octets(line.substring(MARK.length())).toString(StandardCharsets.ISO_8859_1));
        } else {
          octets.append(line.substring(INDENT.length()));
        }
      }
      cases.add(
          new Case(
              head[0].strip(),
              head[1].strip(),
              List.of(head[2].strip().split(" ", -1)),
              octets(octets.toString()).toByteArray(),
              expected));
    }
    return cases;
  }

  private static ByteArrayOutputStream octets(String written) {
    var whole =
        PIECE
            .matcher(written)
            .replaceAll(found ->
                java.util.regex.Matcher.quoteReplacement(
                    found.group("name") == null
                        ? found.group("text").repeat(Integer.parseInt(found.group("count")))
                        : Objects.requireNonNull(PIECES.get(found.group("name")))));
    var octets = new ByteArrayOutputStream();
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (c != '\\') {
        octets.write(c);
        continue;
      }
      char escape = whole.charAt(++i);
      switch (escape) {
        case 'r' -> octets.write('\r');
        case 'n' -> octets.write('\n');
        case 't' -> octets.write('\t');
        case '\\' -> octets.write('\\');
        case 'x' -> {
          octets.write(Integer.parseInt(whole.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("found escape \\" + escape);
      }
    }
    return octets;
  }

  private static String text(String file) {
    try (var in = Corpus.class.getResourceAsStream("/corpus/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
