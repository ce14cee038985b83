package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunIT {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  @TempDir private Path folder;

  @Test
  void reloadsOnHangUpButNotABadFile() throws Exception {
    var file = write("host * { route /** { respond 200 \"first\" } }");
    try (var weir = RunningWeir.start("run", file)) {
      int port = weir.port();
      assertThat(get(port)).endsWith("first");

      write("host * { route /** { respond 200 \"second\" } }");
      weir.signal("HUP");
      weir.errUntil("reloaded");
      assertThat(get(port)).endsWith("second");

      write("host * { route /** { to nowhere } }");
      weir.signal("HUP");
      weir.errUntil("error[E112] unknown pool \"nowhere\"");
      weir.errUntil("is not in force");
      assertThat(get(port)).endsWith("second");

      write(
          "host * { route /** { respond 200 \"third\" } }\n"
              + "expect GET \"http://a/\" -> status 201");
      weir.signal("HUP");
      weir.errUntil("error[E140]");
      weir.errUntil("is not in force");
      assertThat(get(port)).endsWith("second");
    }
  }

  @Test
  void letsTheRequestInFlightEndWhenTerminated() throws Exception {
    try (var origin = new StalledOrigin();
        var weir = RunningWeir.start("run", write(origin.config()))) {
      int port = weir.port();
      var answer = ask(port);
      origin.awaitRequest();

      weir.signal("TERM");
      weir.errUntil("draining");
      awaitNoListener(port);
      origin.answer();

      assertThat(answer.join()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("done");
      assertThat(weir.exitCode()).isZero();
    }
  }

  @Test
  void stopsAtOnceWhenTerminatedTwice() throws Exception {
    try (var origin = new StalledOrigin();
        var weir = RunningWeir.start("run", write(origin.config()))) {
      var answer = ask(weir.port());
      origin.awaitRequest();

      weir.signal("TERM");
      weir.errUntil("draining");
      weir.signal("TERM");

      assertThat(weir.exitCode()).isZero();
      assertThat(answer.exceptionally(_ -> "").join()).doesNotContain("done");
    }
  }

  @Test
  void cutsOffWhatTakesLongerThanTheDrain() throws Exception {
    var log = folder.resolve("access.log");
    var settings = "timeout drain 1s\nlog access \"" + log + "\"\n";
    try (var origin = new StalledOrigin();
        var weir = RunningWeir.start("run", write(settings + origin.config()))) {
      var answer = ask(weir.port());
      origin.awaitRequest();

      weir.signal("TERM");

      weir.errUntil("1 connections were still answering after 1s");
      assertThat(weir.exitCode()).isZero();
      assertThat(answer.join()).startsWith("HTTP/1.1 503 ").contains("Connection: close");
      assertThat(Files.readString(log)).contains("\"cause\":\"draining\",\"fault\":\"edge\"");
    }
  }

  @Test
  void goesOnInANewAccessLog() throws Exception {
    var log = folder.resolve("access.log");
    var file =
        write("log access \"" + log + "\" format json\nhost * { route /** { respond 204 } }");
    try (var weir = RunningWeir.start("run", file)) {
      int port = weir.port();
      get(port);
      Files.move(log, folder.resolve("access.log.1"));

      weir.signal("USR1");

      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!Files.exists(log) && System.nanoTime() < end) {
        get(port);
      }
      assertThat(log).exists();
      weir.signal("TERM");
      assertThat(weir.exitCode()).isZero();
      assertThat(Files.readString(folder.resolve("access.log.1"))).contains("\"status\":204");
    }
  }

  @Test
  void countsFailedWritesOfEveryAccessLogItHad() throws Exception {
    var file = folder.resolve("access.log");
    var rest = "admin 127.0.0.1:0\nlog access \"%s\"\nhost * { route /** { respond 204 } }";
    try (var weir = RunningWeir.start("run", write(rest.formatted("/dev/full")))) {
      int port = weir.port();
      int admin = adminPort(weir);
      get(port);
      weir.errUntil("cannot write");

      write(rest.formatted(file));
      weir.signal("HUP");
      weir.errUntil("reloaded");

      assertThat(metrics(admin)).containsPattern("weir_log_errors_total [1-9]");
    }
  }

  @Test
  void believesATrustedProxyThatItsClientCameByHttps() throws Exception {
    var routes =
        "host * { route /** when scheme is https { redirect \"{scheme}://s/\" } "
            + "route /** { respond 200 \"plain\" } }";
    var secure = REQUEST.replace("\r\n\r\n", "\r\nX-Forwarded-Proto: https\r\n\r\n");
    try (var weir = RunningWeir.start("run", write("trusted [127.0.0.0/8]\n" + routes))) {
      int port = weir.port();
      assertThat(get(port)).endsWith("plain");
      assertThat(send(port, secure)).contains("Location: https://s/");

      write("trusted [10.0.0.0/8]\n" + routes);
      weir.signal("HUP");
      weir.errUntil("reloaded");

      assertThat(send(port, secure)).endsWith("plain");
    }
  }

  @Test
  void refusesABadFileAndATakenPort() throws Exception {
    try (var bad = RunningWeir.start("run", write("host * { rout /** { respond 204 } }"));
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var busy =
          Files.writeString(
              folder.resolve("busy.weir"),
              "weir 1\nlisten 127.0.0.1:%d\nhost * { route /** { respond 204 } }\n"
                  .formatted(taken.getLocalPort()));
      try (var weir = RunningWeir.start("run", busy.toString())) {
        assertThat(weir.errUntil("error[E143]")).contains("cannot listen on '127.0.0.1:");
        assertThat(weir.errUntil("busy.weir:2:1")).isNotEmpty();
        assertThat(weir.exitCode()).isEqualTo(1);
      }
      assertThat(bad.errUntil("error[")).contains("unknown keyword \"rout\"");
      assertThat(bad.errUntil("did you mean")).contains("\"route\"");
      assertThat(bad.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void followsItsAdminPort() throws Exception {
    var file = write("admin 127.0.0.1:0\nhost * { route /** { respond 200 \"first\" } }");
    try (var weir = RunningWeir.start("run", file)) {
      int port = weir.port();
      var line = weir.outUntil("admin on ");
      var admin = "http://" + line.substring("admin on ".length());
      assertThat(Cli.run("status", "--admin", admin).out()).contains("state        serving");

      write("admin 127.0.0.1:0\nhost * { route /** { respond 200 \"second\" } }");
      assertThat(Cli.run("reload", "--admin", admin).status()).isZero();
      assertThat(get(port)).endsWith("second");

      write("admin 127.0.0.1:0\nhost * { route /** { to x } }");
      var refused = Cli.run("reload", "--admin", admin);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err()).contains("error[E112]").contains("s.weir:4:");
    }
  }

  @Test
  void answersWhatCannotBeHadWithItsPlaceAndChangesNothing() throws Exception {
    var file = write("admin 127.0.0.1:0\nhost * { route /** { respond 200 \"first\" } }");
    try (var weir = RunningWeir.start("run", file);
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = weir.port();
      int admin = adminPort(weir);
      var rest = "\nhost * { route /** { respond 200 \"second\" } }\n";
      var busy = "listen 127.0.0.1:" + taken.getLocalPort();

      var port80 = put(admin, "weir 1\n" + busy + "\nadmin 127.0.0.1:0" + rest);
      var logLine = weir.errUntil("admin port");
      var log = put(admin, "weir 1\nlisten 127.0.0.1:0\nlog access \"/none/such\"\n" + rest);
      var adminTaken =
          put(admin, "weir 1\nlisten 127.0.0.1:0\n" + busy.replace("listen", "admin") + rest);

      assertThat(port80)
          .startsWith("HTTP/1.1 409 ")
          .contains("\"applied\" : false", "\"E143\"", "cannot listen on '127.0.0.1:");
      assertThat(logLine).contains(" WARN ", "error[E143] ", "s.weir:2: cannot listen on");
      assertThat(log).startsWith("HTTP/1.1 409 ").contains("cannot open the access log");
      assertThat(adminTaken).startsWith("HTTP/1.1 409 ").contains("cannot open the admin port");
      assertThat(get(port)).endsWith("first");
    }
  }

  @Test
  void refusesToPutInForceWhatListensNowhere() throws Exception {
    var file = write("admin 127.0.0.1:0\nhost * { route /** { respond 200 \"first\" } }");
    try (var weir = RunningWeir.start("run", file)) {
      int port = weir.port();
      int admin = adminPort(weir);

      var answer = put(admin, "weir 1\n");
      Files.writeString(Path.of(file), "weir 1\n");
      weir.signal("HUP");

      assertThat(answer)
          .startsWith("HTTP/1.1 422 ")
          .contains("\"E144\"", "found no \\\"listen\\\"");
      weir.errUntil("error[E144]");
      weir.errUntil("is not in force");
      assertThat(get(port)).endsWith("first");
    }
    try (var weir = RunningWeir.start("run", file)) {
      weir.errUntil("error[E144]");
      assertThat(weir.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void looksForFilesOfATextThatIsSentBesideItsOwnFile() throws Exception {
    Files.createDirectory(folder.resolve("www"));
    Files.writeString(folder.resolve("www/index.html"), "from www");
    var file = write("admin 127.0.0.1:0\nhost * { route /** { respond 204 } }");
    try (var weir = RunningWeir.start("run", file)) {
      int port = weir.port();
      int admin = adminPort(weir);

      var answer =
          put(
              admin,
              "weir 1\nlisten 127.0.0.1:0\nadmin 127.0.0.1:0\n"
                  + "host * { route /** { files \"www\" } }\n");

      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(get(port)).endsWith("from www");
    }
  }

  @Test
  void changesTheTokenOfItsAdminPortByARequestToThatPort() throws Exception {
    var one = Files.writeString(folder.resolve("one"), "first");
    var two = Files.writeString(folder.resolve("two"), "second");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var admin = "http://127.0.0.1:" + port;
    var rest = "admin 127.0.0.1:%d { token file \"%s\" }\nhost * { route /** { respond 204 } }";
    try (var weir = RunningWeir.start("run", write(rest.formatted(port, one)))) {
      weir.outUntil("admin on ");

      write(rest.formatted(port, two));
      var reloaded = Cli.run("reload", "--admin", admin, "--token-file", one.toString());

      assertThat(reloaded.out()).contains("configuration 2 runs");
      assertThat(Cli.run("status", "--admin", admin, "--token-file", one.toString()).err())
          .contains("found status 401");
      assertThat(Cli.run("status", "--admin", admin, "--token-file", two.toString()).status())
          .isZero();
      weir.signal("TERM");
      assertThat(weir.exitCode()).isZero();
    }
  }

  private String write(String rest) throws IOException {
    return Files.writeString(folder.resolve("s.weir"), "weir 1\nlisten 127.0.0.1:0\n" + rest + "\n")
        .toString();
  }

  private static int adminPort(RunningWeir weir) throws InterruptedException {
    var line = weir.outUntil("admin on ");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  private static String metrics(int admin) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), admin)) {
      var request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String put(int admin, String text) throws IOException {
    return send(
        admin,
        "PUT /config HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + text.length()
            + "\r\n\r\n"
            + text);
  }

  private static CompletableFuture<String> ask(int port) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return get(port);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  private static String get(int port) throws IOException {
    return send(port, REQUEST);
  }

  private static String send(int port, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** A connection may also be reset: it was in the queue of a socket that closed. */
  private static void awaitNoListener(int port) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!isRefused(port)) {
      assertThat(System.nanoTime()).as("the listener at " + port + " stays").isLessThan(end);
    }
  }

  private static boolean isRefused(int port) {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
