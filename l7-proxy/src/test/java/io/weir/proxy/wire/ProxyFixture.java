package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import io.weir.main.Gauges;
import io.weir.main.Outcome;
import io.weir.main.ProxyServer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A proxy for one test, with its servers and clients. When the test is over it closes all of them
 * and asserts that nothing is left: no connection, no place at a server, no request in flight.
 */
final class ProxyFixture implements AfterEachCallback {
  static final Endpoint HERE = new Endpoint("127.0.0.1", 0);

  private final List<FakeOrigin> origins = new ArrayList<>();
  private final List<RawClient> clients = new ArrayList<>();
  private @Nullable ProxyServer server;

  /** A server that is closed with the test. */
  FakeOrigin origin(FakeOrigin.Script script) {
    return closing(FakeOrigin.running(script));
  }

  /** Closes this one with the test. */
  FakeOrigin closing(FakeOrigin origin) {
    origins.add(origin);
    return origin;
  }

  /** Starts a proxy of one loop that sends everything to this server. */
  ProxyFixture to(FakeOrigin origin) {
    return start(1, toAll(origin.at()));
  }

  /** Starts a proxy of one loop; the text stands behind the version and the listener. */
  ProxyFixture start(String text) {
    return start(1, text);
  }

  ProxyFixture start(int loops, String text) {
    server = ProxyServer.start(loops);
    assertThat(apply(text)).isInstanceOf(Outcome.InForce.class);
    return this;
  }

  /** Has the proxy use another file. */
  Outcome apply(String text) {
    var whole = "weir 1\n" + (text.contains("listen ") ? "" : "listen 127.0.0.1:0\n") + text + "\n";
    return server().apply(WeirFile.read(new Source("test.weir", whole), SourceLoader.none()));
  }

  /** A file that sends everything to these servers. */
  static String toAll(String... servers) {
    return "pool web { "
        + String.join("; ", List.of(servers).stream().map(at -> "server " + at).toList())
        + "; balance round-robin }\nhost * { route /** { to web } }";
  }

  /** A new client's connection. */
  RawClient client() {
    return client(HERE);
  }

  RawClient client(Endpoint at) {
    var client = new RawClient(server().port(at));
    clients.add(client);
    return client;
  }

  /** A client that takes little before it reads. */
  RawClient narrowClient() {
    var client = new RawClient(server().port(HERE), 16 << 10);
    clients.add(client);
    return client;
  }

  ProxyServer server() {
    if (server == null) {
      throw new IllegalStateException("the proxy has not been started");
    }
    return server;
  }

  /** The value of a metric, as its line begins. */
  long gauge(String line) {
    return Gauges.read(server(), line);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    var running = server;
    if (running == null) {
      return;
    }
    try (running) {
      for (var client : clients) {
        client.close();
      }
      Eventually.holds(
          () -> "found " + running.connections() + " client connections; expected none",
          () -> running.connections() == 0);
      for (var origin : origins) {
        origin.close();
        assertThat(origin.surprises()).isEmpty();
      }
      Eventually.holds(
          () -> "found " + running.occupancy() + "; expected nothing",
          () -> running.occupancy().isNone());
      Eventually.holds(
          () -> "found in flight: " + Gauges.levels(running),
          () -> Gauges.levels(running).isEmpty());
    }
  }
}
