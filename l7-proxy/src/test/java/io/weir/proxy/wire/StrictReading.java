package io.weir.proxy.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads octets that a server was sent as a stream of requests, by RFC 9112 without any of its
 * leniency. Shares no code with the proxy: what this cannot read in one way, no server should get.
 */
final class StrictReading {
  private static final Pattern LINE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,32} (/[!-~]*|\\*) HTTP/1\\.1");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(?<value>[!-~\\x80-\\xff \\t]*)");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[1-9][0-9]{0,4})?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,19}");
  private static final Pattern SIZE = Pattern.compile("[0-9a-f]{1,8}");

  private final String octets;
  private final List<Request> requests = new ArrayList<>();
  private int at;

  private StrictReading(byte[] octets) {
    this.octets = new String(octets, StandardCharsets.ISO_8859_1);
  }

  /** A request: the lines of its head, its content, the lines of its trailers. */
  record Request(List<String> head, String body, List<String> trailers) {
    String line() {
      return head.getFirst();
    }

    List<String> fields(String name) {
      var prefix = name.toLowerCase(Locale.ROOT) + ":";
      return head.stream()
          .skip(1)
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }
  }

  /**
   * What was read.
   *
   * @param leftOver octets of a request that is not whole
   */
  record Outcome(List<Request> requests, int leftOver) {}

  /**
   * Reads as many requests as are whole.
   *
   * @throws AssertionError if any octet is not where exactly one reading wants it
   */
  static Outcome of(byte[] octets) {
    var reading = new StrictReading(octets);
    while (reading.next()) {}
    return new Outcome(reading.requests, octets.length - reading.at);
  }

  private boolean next() {
    int start = at;
    var head = lines();
    if (head.isEmpty()) {
      at = start;
      return false;
    }
    check(LINE.matcher(head.get().getFirst()).matches(), "request line", head.get().getFirst());
    var fields = head.get().subList(1, head.get().size());
    fields.forEach(line -> check(FIELD.matcher(line).matches(), "field line", line));
    var plain = new Request(head.get(), "", List.of());
    var hosts = plain.fields("Host");
    check(hosts.size() == 1 && HOST.matcher(hosts.getFirst()).matches(), "Host", hosts.toString());
    var codings = plain.fields("Transfer-Encoding");
    var lengths = plain.fields("Content-Length");
    check(codings.isEmpty() || lengths.isEmpty(), "framing", head.get().toString());
    var whole = codings.isEmpty() ? counted(plain, lengths) : chunked(plain, codings);
    if (whole.isEmpty()) {
      at = start;
      return false;
    }
    requests.add(whole.get());
    return true;
  }

  private Optional<Request> counted(Request head, List<String> lengths) {
    if (lengths.isEmpty()) {
      return Optional.of(head);
    }
    check(
        lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches(),
        "Content-Length",
        lengths.toString());
    long end = at + Long.parseLong(lengths.getFirst());
    if (end > octets.length()) {
      return Optional.empty();
    }
    var body = octets.substring(at, (int) end);
    at = (int) end;
    return Optional.of(new Request(head.head(), body, List.of()));
  }

  private Optional<Request> chunked(Request head, List<String> codings) {
    check(codings.equals(List.of("chunked")), "Transfer-Encoding", codings.toString());
    var body = new StringBuilder();
    while (true) {
      var size = line();
      if (size.isEmpty()) {
        return Optional.empty();
      }
      check(SIZE.matcher(size.get()).matches(), "chunk size", size.get());
      int length = Integer.parseInt(size.get(), 16);
      if (length == 0) {
        return trailers().map(lines -> new Request(head.head(), body.toString(), lines));
      }
      if (at + length + 2 > octets.length()) {
        return Optional.empty();
      }
      body.append(octets, at, at + length);
      at += length;
      check(octets.startsWith("\r\n", at), "end of chunk", octets.substring(at, at + 2));
      at += 2;
    }
  }

  private Optional<List<String>> trailers() {
    var lines = lines();
    lines.ifPresent(all -> all.forEach(line -> check(FIELD.matcher(line).matches(), "tr", line)));
    return lines;
  }

  /** Lines up to an empty one. */
  private Optional<List<String>> lines() {
    var lines = new ArrayList<String>();
    while (true) {
      var line = line();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      if (line.get().isEmpty()) {
        return Optional.of(lines);
      }
      lines.add(line.get());
    }
  }

  private Optional<String> line() {
    int end = octets.indexOf("\r\n", at);
    if (end < 0) {
      return Optional.empty();
    }
    var line = octets.substring(at, end);
    check(line.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0), "line", line);
    at = end + 2;
    return Optional.of(line);
  }

  private static void check(boolean holds, String what, String found) {
    if (!holds) {
      throw new AssertionError("a server was sent an ambiguous " + what + ": " + found);
    }
  }
}
