package io.weir.main;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Takes one request, and answers it when told to. */
final class StalledOrigin implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Void> told = new CompletableFuture<>();

  StalledOrigin() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  String config() {
    return "pool p { server 127.0.0.1:%d }\nhost * { route /** { to p } }"
        .formatted(server.getLocalPort());
  }

  void awaitRequest() {
    asked.join();
  }

  void answer() {
    told.complete(null);
  }

  @Override
  public void close() throws IOException {
    told.complete(null);
    server.close();
  }

  private void serve() {
    try (var socket = server.accept()) {
      if (socket.getInputStream().read() >= 0) {
        asked.complete(null);
      }
      told.join();
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone"
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      asked.completeExceptionally(e);
    }
  }
}
