package io.weir.proxy.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A server made of raw sockets: each connection is run by a script on a thread of its own, and
 * every octet it receives is kept.
 */
final class FakeOrigin implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger accepted = new AtomicInteger();
  private final List<WireRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
  private final List<OriginConnection> connections = new CopyOnWriteArrayList<>();

  /** What a connection does. */
  interface Script {
    void run(OriginConnection connection) throws IOException;
  }

  private FakeOrigin(IntFunction<Script> scripts) {
    this(0, scripts);
  }

  private FakeOrigin(int port, IntFunction<Script> scripts) {
    try {
      socket = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(() -> accept(scripts));
  }

  /** One that does the same on every connection. */
  static FakeOrigin running(Script script) {
    return new FakeOrigin(_ -> script);
  }

  /** One where nobody was, which answers each request with the same octets. */
  static FakeOrigin replyingAt(String address, String octets) {
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    return new FakeOrigin(port, _ -> repeating(octets));
  }

  /** One that runs the first script on the first connection, and so on; the last one goes on. */
  static FakeOrigin inTurn(Script... scripts) {
    return new FakeOrigin(i -> scripts[Math.min(i, scripts.length - 1)]);
  }

  /** One that answers each request with the same octets, and keeps its connections. */
  static FakeOrigin replying(String octets) {
    return running(repeating(octets));
  }

  static Script repeating(String octets) {
    return connection -> {
      while (connection.request() != null) {
        connection.send(octets);
      }
    };
  }

  /** A whole reply of status 200. */
  static String ok(String content) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
  }

  /** A port of the loopback where nobody listens. */
  static String nobody() {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, as in a file. */
  String at() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Connections accepted so far. */
  int accepted() {
    return accepted.get();
  }

  /** Requests read whole so far, over all connections. */
  List<WireRequest> requests() {
    return requests;
  }

  /** The only request there was. */
  WireRequest request() {
    if (requests.size() != 1) {
      throw new AssertionError("found " + requests.size() + " requests; expected one");
    }
    return requests.getFirst();
  }

  /** Octets received so far, over all connections. */
  long received() {
    return connections.stream().mapToLong(OriginConnection::received).sum();
  }

  /** Connections still open, as far as this end knows. */
  long open() {
    return connections.stream().filter(connection -> !connection.isOver()).count();
  }

  /** What went wrong in scripts, apart from sockets that the proxy closed. */
  Queue<Throwable> surprises() {
    return surprises;
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void took(WireRequest request) {
    requests.add(request);
  }

  private void accept(IntFunction<Script> scripts) {
    while (true) {
      Socket taken;
      try {
        taken = socket.accept();
      } catch (IOException closed) {
        return;
      }
      var connection = new OriginConnection(this, taken);
      connections.add(connection);
      var script = scripts.apply(accepted.getAndIncrement());
      Thread.startVirtualThread(() -> run(script, connection));
    }
  }

  private void run(Script script, OriginConnection connection) {
    try (connection) {
      script.run(connection);
    } catch (IOException ended) {
      // The proxy hung up, which each test judges by what its client sees.
    } catch (RuntimeException | AssertionError surprise) {
      surprises.add(surprise);
    }
  }

  /** A request as it came over the wire. */
  record WireRequest(String head, byte[] body, String trailers) {
    String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }

    /** The target of its line. */
    String path() {
      return head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
    }

    List<String> fields(String name) {
      return WireReply.fields(head, name);
    }

    String text() {
      return new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  /** Octets that grow. */
  static final class Growing extends ByteArrayOutputStream {
    String text() {
      return toString(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }
}
