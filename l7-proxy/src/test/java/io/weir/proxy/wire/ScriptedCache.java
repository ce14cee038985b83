package io.weir.proxy.wire;

import io.weir.proxy.wire.FakeOrigin.WireRequest;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache in front of a server that says what a test wants, and counts how often it is asked. */
@ExtendWith(LeakWatch.class)
abstract class ScriptedCache {
  static final String NOW = "Date: {now}\r\n";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  final ConcurrentMap<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  /** What the server answers, to the how-manieth request for a path. */
  interface Script {
    String answer(WireRequest request, int count);
  }

  final void start(Script script) {
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            var request = connection.nextRequest();
            var count = asked.computeIfAbsent(request.path(), _ -> new AtomicInteger());
            connection.send(script.answer(request, count.incrementAndGet()));
          }
        });
    proxy.start(
        "cache c { memory 32M }\npool p { server "
            + origin.at()
            + " }\nhost * { route /** { cache c; to p } }");
  }

  static String ok(String fields, String text) {
    return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + text.length() + "\r\n\r\n" + text;
  }

  final void startWith(String fields) {
    start((_, count) -> ok(dated(fields), "number " + count));
  }

  /** Puts dates in the place of {@code {now}}, {@code {now+60}} and the like. */
  static String dated(String fields) {
    var pattern = Pattern.compile("\\{now([-+][0-9]+)?}");
    return pattern
        .matcher(fields)
        .replaceAll(found -> {
          var by = found.group(1) == null ? 0 : Long.parseLong(found.group(1));
          var at = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(by);
          return DateTimeFormatter.RFC_1123_DATE_TIME.format(at);
        });
  }

  final WireReply get(String path, String fields) throws IOException {
    return proxy.client().send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").read();
  }

  final WireReply get(String fields) throws IOException {
    return get("/a", fields);
  }

  final int asked() {
    return asked.get("/a").get();
  }
}
