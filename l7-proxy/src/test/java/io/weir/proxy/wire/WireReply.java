package io.weir.proxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A reply as it came over the wire: its head, its content without the frame, its trailers. */
record WireReply(String head, byte[] body, String trailers) {
  /** The values of a field in a head, in order. */
  static List<String> fields(String head, String name) {
    var prefix = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }

  String line() {
    return head.substring(0, head.indexOf("\r\n"));
  }

  int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  String text() {
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  List<String> fields(String name) {
    return fields(head, name);
  }

  /** The value of a field that stands there once. */
  Optional<String> field(String name) {
    var all = fields(name);
    if (all.size() > 1) {
      throw new AssertionError("found several '" + name + "' in " + head);
    }
    return all.stream().findFirst();
  }

  /** Whether it says that the connection ends with it. */
  boolean closes() {
    return fields("Connection").contains("close");
  }
}
