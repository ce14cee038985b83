package io.weir.main;

import io.weir.dsl.model.Endpoint;
import io.weir.main.demo.SampleOrigins;
import io.weir.main.demo.SampleSite;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code weir train}: serves some thousand requests of its own and ends. The launcher records which
 * classes that takes, so that the next start finds them loaded (JEP 483), and which ways methods
 * went (JEP 515), so that what is compiled first knows the ways that are taken seldom.
 */
@Command(name = "train", description = "Serve requests of its own, and end.", hidden = true)
final class Train implements Callable<Integer> {
  private static final int ROUNDS = 60;
  private static final String END = " HTTP/1.1\r\nHost: a\r\n";

  /** What is echoed with this is worth compressing. */
  private static final String LONG = "X-Long: " + "long ".repeat(400) + "\r\n";

  /** Sent together, without waiting for replies. */
  private static final List<String> PIPELINED =
      List.of(
          "GET /whoami" + END + "User-Agent: train\r\nAccept: */*\r\n\r\n",
          "GET /canary" + END + "\r\n",
          "GET /canary" + END + "X-Canary: 1\r\nCookie: a=b\r\n\r\n",
          "POST /api/echo?a=b" + END + "Content-Length: 5\r\n\r\nhello",
          "POST /echo" + END + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
          "GET /old/a" + END + "\r\n",
          "GET /files/" + END + "Accept-Encoding: gzip\r\n\r\n",
          "GET /files/hello.txt" + END + "Range: bytes=0-4\r\n\r\n",
          "HEAD /files/hello.txt" + END + "If-None-Match: \"x\"\r\n\r\n",
          "GET /files/none" + END + "\r\n",
          "GET /a/../b/%2e/./c" + END + "\r\n",
          "GET /none" + END + "\r\n",
          "GET /whoami" + END + "Connection: close\r\n\r\n");

  /** Sent one after the other, as clients mostly do. */
  private static final List<String> IN_TURN =
      List.of(
          "GET /whoami" + END + "\r\n",
          "POST /echo" + END + "Content-Length: 16384\r\n\r\n" + "x".repeat(16 << 10),
          "POST /echo" + END + "Content-Length: 200000\r\n\r\n" + "x".repeat(200_000),
          "POST /echo"
              + END
              + "Transfer-Encoding: chunked\r\n\r\n8000\r\n"
              + "x".repeat(32 << 10)
              + "\r\n0\r\n\r\n",
          "GET /files/hello.txt" + END + "\r\n",
          "GET /files/large.txt" + END + "\r\n",
          "GET /kept/echo" + END + LONG + "Accept-Encoding: gzip\r\n\r\n",
          "GET /kept/echo" + END + LONG + "Accept-Encoding: br\r\n\r\n",
          "GET /kept/echo" + END + LONG + "Accept-Encoding: zstd\r\n\r\n",
          "GET /kept/echo" + END + LONG + "\r\n",
          "GET /kept/whoami" + END + "\r\n");

  /** What clients break off: within the head, within the body, before the reply. */
  private static final List<String> BROKEN_OFF =
      List.of(
          "GET /who",
          "POST /echo" + END + "Content-Length: 9\r\n\r\nx",
          "GET /whoami" + END + "\r\n");

  private static final String BAD = "GET / HTTP/1.1\r\nHost : a\r\n\r\n";

  /** What the sample site has not: routes with limits, with a cache, and with compression. */
  private static final String MORE =
      """
      cache kept { memory 16M }
      policy kept { cache kept 1m; compress gzip, br, zstd; limit 1000000r/s per client.ip }
      """;

  @Override
  public Integer call() throws IOException {
    var folder = Files.createTempDirectory("weir-train");
    var file = folder.resolve("train.weir");
    try (var origins = SampleOrigins.start(List.of("one", "two"), List.of(0, 0));
        var service = Service.start(new ConfigFile(file.toString()))) {
      train(service, origins.ports(), folder, file);
      return 0;
    } finally {
      Demo.delete(folder);
    }
  }

  private static void train(Service service, List<Integer> origins, Path folder, Path file)
      throws IOException {
    var site = new SampleSite(0, 0, origins.get(0), origins.get(1), folder.resolve("files"));
    site.writeFiles();
    Files.writeString(folder.resolve("files/large.txt"), "large ".repeat(60_000));
    // Port 0 is no port of a URL, so the tests of the file ask for another.
    var config =
        site.config()
                .replace("http://127.0.0.1:0/", "http://127.0.0.1/")
                .replace(
                    "  route /** {",
                    "  route /kept/** { use kept; rewrite \"/{**}\"; to one }\n  route /** {")
            + MORE
            + "log access \""
            + folder.resolve("access.log")
            + "\" format json\n";
    Files.writeString(file, config);
    for (int generation = 0; generation < 2; generation++) {
      if (!(service.load() instanceof Outcome.InForce)) {
        throw new Failure("found a training configuration that is not one");
      }
    }
    int port = service.proxy().port(new Endpoint("127.0.0.1", 0));
    for (int round = 0; round < ROUNDS; round++) {
      exchange(port, String.join("", PIPELINED));
      exchange(port, BAD);
      inTurn(port);
      breakOff(port, BROKEN_OFF.get(round % BROKEN_OFF.size()));
    }
    exchange(
        service.adminPort().orElseThrow(),
        "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** Sends requests of which the last ends the connection, and reads until it has. */
  private static void exchange(int port, String requests) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  private static void inTurn(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      var in = new BufferedInputStream(socket.getInputStream());
      for (var request : IN_TURN) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        skipReply(in);
      }
    }
  }

  private static void breakOff(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Reads a reply of Weir's, whose form is known: with a length, or in chunks. */
  private static void skipReply(InputStream in) throws IOException {
    long length = -1;
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var field = line.toLowerCase(Locale.ROOT);
      if (field.startsWith("content-length:")) {
        length = Long.parseLong(field.substring(15).strip());
      }
    }
    if (length >= 0) {
      in.skipNBytes(length);
      return;
    }
    long chunk;
    do {
      chunk = Long.parseLong(line(in), 16);
      in.skipNBytes(chunk);
      line(in);
    } while (chunk > 0);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new Failure("found the end of a connection within a reply of the training");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
