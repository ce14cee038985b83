package io.weir.proxy.wire;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file that changes, on a server with conditions and single ranges, behind a cache. */
@ExtendWith(LeakWatch.class)
abstract class VersionedFile {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  /** What the server has now. */
  final AtomicReference<Version> now = new AtomicReference<>();

  /** A state of the file. */
  record Version(String tag, String text) {}

  static String text(int octets, String mark) {
    return IntStream.range(0, octets / 10)
        .mapToObj(i -> mark + "%09d".formatted(i))
        .collect(Collectors.joining());
  }

  static String cached(FakeOrigin origin, String store) {
    return "cache c { "
        + store
        + " }\npool p { server "
        + origin.at()
        + " }\nhost * { route /** { cache c; to p } }";
  }

  /** Has a file, with conditions and single ranges. */
  final FakeOrigin file(Version first, String fields) {
    now.set(first);
    return proxy.origin(connection -> {
      while (!connection.isOver()) {
        var request = connection.nextRequest();
        connection.send(answer(request, now.get(), fields));
      }
    });
  }

  private static String answer(FakeOrigin.WireRequest request, Version version, String fields) {
    var own = fields + (version.tag.isEmpty() ? "" : "ETag: " + version.tag + "\r\n");
    if (request.line().startsWith("HEAD")) {
      return "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n"
          .formatted(own, version.text.length());
    }
    if (!request.line().startsWith("GET")) {
      return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    }
    if (request.fields("If-None-Match").contains(version.tag)) {
      return "HTTP/1.1 304 Not Modified\r\n" + own + "\r\n";
    }
    var range = request.fields("Range").stream().findFirst().orElse("");
    var onlyIf = request.fields("If-Range").stream().findFirst().orElse(version.tag);
    if (range.isEmpty() || !onlyIf.equals(version.tag)) {
      return "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s"
          .formatted(own, version.text.length(), version.text);
    }
    int dash = range.indexOf('-');
    int size = version.text.length();
    int first = Integer.parseInt(range.substring(6, dash));
    var end = range.substring(dash + 1);
    int last = Math.min(end.isEmpty() ? size : Integer.parseInt(end), size - 1);
    if (first >= size) {
      return "HTTP/1.1 416 No\r\nContent-Range: bytes */%d\r\nContent-Length: 0\r\n\r\n"
          .formatted(size);
    }
    var part = version.text.substring(first, last + 1);
    return "HTTP/1.1 206 Part\r\n%sContent-Range: bytes %d-%d/%d\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(own, first, last, size, part.length(), part);
  }

  final WireReply get(String fields) throws IOException {
    return proxy.client().send("GET /f HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").read();
  }

  final WireReply range(String range) throws IOException {
    return get("Range: bytes=" + range + "\r\n");
  }
}
