package io.weir.proxy.wire;

import io.weir.proxy.wire.StrictReading.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that keeps every octet of each of its connections, and answers what {@link
 * StrictReading} makes of them: 200 and {@code good}, without content to HEAD.
 */
final class RecordingOrigin implements FakeOrigin.Script {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Throwable> ambiguities = new CopyOnWriteArrayList<>();

  /** Requests that came whole, in the order in which they did. */
  List<Request> requests() {
    return requests;
  }

  /** What could not be read in exactly one way. */
  List<Throwable> ambiguities() {
    return ambiguities;
  }

  @Override
  public void run(OriginConnection connection) throws IOException {
    var received = new ByteArrayOutputStream();
    int answered = 0;
    while (true) {
      received.write(connection.exactly(1));
      StrictReading.Outcome read;
      try {
        read = StrictReading.of(received.toByteArray());
      } catch (AssertionError ambiguous) {
        ambiguities.add(ambiguous);
        return;
      }
      for (; answered < read.requests().size(); answered++) {
        var request = read.requests().get(answered);
        requests.add(request);
        connection.send(HEAD + (request.line().startsWith("HEAD ") ? "" : "good"));
      }
    }
  }
}
