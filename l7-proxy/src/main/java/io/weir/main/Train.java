package io.weir.main;

import io.weir.dsl.model.Endpoint;
import io.weir.main.demo.SampleOrigins;
import io.weir.main.demo.SampleSite;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code weir train}: serves some thousand requests of its own and ends. The launcher records which
 * classes that takes, so that the next start finds them loaded (JEP 483).
 */
@Command(name = "train", description = "Serve requests of its own, and end.", hidden = true)
final class Train implements Callable<Integer> {
  private static final int ROUNDS = 60;
  private static final List<String> REQUESTS =
      List.of(
          "GET /whoami HTTP/1.1\r\nHost: a\r\nUser-Agent: train\r\nAccept: */*\r\n\r\n",
          "GET /canary HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /canary HTTP/1.1\r\nHost: a\r\nX-Canary: 1\r\nCookie: a=b\r\n\r\n",
          "POST /api/echo?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
          "GET /old/a HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /files/ HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n",
          "GET /files/hello.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\n\r\n",
          "HEAD /files/hello.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\"\r\n\r\n",
          "GET /files/none HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /a/../b/%2e/./c HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
  private static final String LAST = "GET /whoami HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final String BAD = "GET / HTTP/1.1\r\nHost : a\r\n\r\n";

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
    // Port 0 is no port of a URL, so the tests of the file ask for another.
    var config =
        site.config().replace("http://127.0.0.1:0/", "http://127.0.0.1/")
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
      exchange(port, String.join("", REQUESTS) + LAST);
      exchange(port, BAD);
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
}
