package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs out of file descriptors goes on serving whom it can. */
@Timeout(120)
class DescriptorsIT {
  private static final List<String> FEW = List.of("prlimit", "--nofile=256:256");
  private static final List<String> ONE_LOOP = List.of("env", "JAVA_TOOL_OPTIONS=-Dweir.loops=1");
  private static final int MANY = 400;

  @TempDir private Path folder;
  private final List<Socket> sockets = new ArrayList<>();
  private HttpServer origin;

  @BeforeEach
  void startOrigin() throws IOException {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          // Every request needs a connection of its own, and so a descriptor.
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    origin.start();
  }

  @AfterEach
  void closeAll() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    origin.stop(0);
  }

  @Test
  void clientsThatAskForNothingMakeRoomForThoseThatDo() throws Exception {
    try (var weir = RunningWeir.start(FEW, "run", config())) {
      int port = weir.port();
      for (int i = 0; i < MANY; i++) {
        connect(port);
      }
      weir.errUntil("file descriptors run out");

      for (int i = 0; i < 20; i++) {
        assertThat(ask(connect(port), "/")).startsWith("HTTP/1.1 204");
      }
    }
  }

  @Test
  void serversAndTheAdminPortKeepTheirShareOfTheDescriptors() throws Exception {
    try (var weir = RunningWeir.start(FEW, "run", config())) {
      int port = weir.port();
      var admin = weir.outUntil("admin on ");
      var inside = connect(port);
      begin(inside);
      for (int i = 0; i < MANY; i++) {
        begin(connect(port));
      }
      weir.errUntil("file descriptors run out");

      assertThat(finish(inside)).startsWith("HTTP/1.1 204");
      assertThat(metrics(admin)).contains("reason=\"descriptors\"").contains("weir_client_room");
      for (var socket : sockets.subList(0, MANY / 2)) {
        socket.close();
      }
      assertThat(ask(connect(port), "/")).startsWith("HTTP/1.1 204");
    }
  }

  @Test
  void whenNotOneIsLeftItWaitsAndThenGoesOn() throws Exception {
    try (var weir = RunningWeir.start(ONE_LOOP, "run", config())) {
      int port = weir.port();
      var inside = connect(port);
      var other = connect(port);
      // A class that is needed first when there is no descriptor cannot be read from its folder.
      assertThat(ask(other, "/dead")).startsWith("HTTP/1.1 502");
      beginAndBeRead(inside, other);
      assertThat(finish(inside)).startsWith("HTTP/1.1 204");
      beginAndBeRead(inside, other);
      weir.limitFiles(16);

      var waits = connect(port);
      weir.errUntil("file descriptors run out");
      assertThat(finish(inside)).startsWith("HTTP/1.1 503");

      weir.limitFiles(1024);
      assertThat(ask(waits, "/")).startsWith("HTTP/1.1 204");
      assertThat(ask(inside, "/")).startsWith("HTTP/1.1 204");
    }
  }

  /** Begins a request. Once the one loop has answered another it has read this one's octets. */
  private static void beginAndBeRead(Socket socket, Socket other) throws IOException {
    begin(socket);
    assertThat(ask(other, "/")).startsWith("HTTP/1.1 204");
  }

  private String config() throws IOException {
    var text =
        """
        weir 1
        listen 127.0.0.1:0 { timeout header 1m }
        admin 127.0.0.1:0
        pool web { server 127.0.0.1:%d }
        pool dead { server 127.0.0.1:1 }
        host * {
          route /dead { to dead }
          route /** { to web }
        }
        """
            .formatted(origin.getAddress().getPort());
    return Files.writeString(folder.resolve("few.weir"), text).toString();
  }

  private Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  private static void begin(Socket socket) throws IOException {
    send(socket, "GET / HTTP/1.1\r\n");
  }

  private static String finish(Socket socket) throws IOException {
    send(socket, "Host: x\r\n\r\n");
    return read(socket);
  }

  private static String ask(Socket socket, String path) throws IOException {
    send(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return read(socket);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What comes next: a reply that is this short comes at once. */
  private static String read(Socket socket) throws IOException {
    try {
      var octets = new byte[4096];
      int read = socket.getInputStream().read(octets);
      return read < 0 ? "<end>" : new String(octets, 0, read, StandardCharsets.ISO_8859_1);
    } catch (SocketTimeoutException e) {
      return "<nothing>";
    }
  }

  private static String metrics(String adminLine) throws IOException, InterruptedException {
    var port = adminLine.substring(adminLine.lastIndexOf(':') + 1);
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }
}
