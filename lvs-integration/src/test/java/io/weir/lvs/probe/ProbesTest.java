package io.weir.lvs.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbesTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void holdsAServerForGoodUntilItIsAskedAndThenForWhatItSays() {
    assertThat(Standing.UNKNOWN.isUp()).isTrue();
    assertThat(Standing.UNKNOWN.after(false, 2, 3).isUp()).isFalse();
    assertThat(Standing.UNKNOWN.after(true, 2, 3).isUp()).isTrue();
  }

  @Test
  void takesAServerOutAfterAsManyBadAnswersInARowAndBackAfterAsManyGoodOnes() {
    var up = Standing.UNKNOWN.after(true, 2, 3);

    var twice = up.after(false, 2, 3).after(false, 2, 3);
    assertThat(twice.isUp()).isTrue();
    assertThat(twice.after(true, 2, 3).after(false, 2, 3).after(false, 2, 3).isUp()).isTrue();
    var down = twice.after(false, 2, 3);
    assertThat(down.isUp()).isFalse();
    assertThat(down.after(true, 2, 3).isUp()).isFalse();
    assertThat(down.after(true, 2, 3).after(false, 2, 3).after(true, 2, 3).isUp()).isFalse();
    assertThat(down.after(true, 2, 3).after(true, 2, 3).isUp()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, 200",
    "HTTP/1.0 503, 503",
    "HTTP/1.1 2000, -1",
    "HTTP/1.1 20x, -1",
    "HTTP/2 200, -1",
    "SSH-2.0-OpenSSH, -1",
    "'', -1"
  })
  void readsTheStatusOfAnAnswer(String line, int status) {
    assertThat(Asking.status(line)).isEqualTo(status);
  }

  @Test
  void hearsOfAServerThatGoesAndComesBack() throws IOException, InterruptedException {
    var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int port = server.getLocalPort();
    var question = question(port, Optional.empty());
    try (var probes = new Probes((_, why) -> heard.add(why.orElse("up")))) {
      probes.settle(Set.of(question));
      server.accept().close();
      assertThat(probes.isUp(question)).isTrue();

      server.close();
      assertThat(next()).contains("refused");
      assertThat(probes.isUp(question)).isFalse();

      try (var _ = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
        assertThat(next()).isEqualTo("up");
      }
    }
  }

  @Test
  void asksForAPageAndLooksAtItsStatus() throws IOException, InterruptedException {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var probes = new Probes((_, why) -> heard.add(why.orElse("up")))) {
      Thread.ofVirtual().start(() -> answer(server, "HTTP/1.1 404 Not Found\r\n\r\n"));
      var http = new Question.Http("192.0.2.10", "/healthz", OptionalInt.empty());

      probes.settle(Set.of(question(server.getLocalPort(), Optional.of(http))));

      assertThat(next()).isEqualTo("status 404");
    }
  }

  @Test
  void waitsForAnAnswerNoLongerThanItIsTold() throws IOException, InterruptedException {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var probes = new Probes((_, why) -> heard.add(why.orElse("up")))) {
      var http = new Question.Http("192.0.2.10", "/", OptionalInt.of(200));
      var at = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());

      probes.settle(
          Set.of(new Question(at, Optional.of(http), OFTEN, Duration.ofMillis(50), 1, 1)));

      assertThat(next()).isEqualTo("no answer within 50 ms");
    }
  }

  @Test
  void forgetsAServerThatIsAskedNoMore() throws IOException, InterruptedException {
    int port;
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    var question = question(port, Optional.empty());
    try (var probes = new Probes((_, why) -> heard.add(why.orElse("up")))) {
      probes.settle(Set.of(question));
      next();
      assertThat(probes.isUp(question)).isFalse();

      probes.settle(Set.of());

      assertThat(probes.isUp(question)).isTrue();
    }
  }

  private static void answer(ServerSocket server, String text) {
    try {
      while (true) {
        try (var socket = server.accept()) {
          var request = new byte[512];
          if (socket.getInputStream().read(request) > 0) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
  }

  private static Question question(int port, Optional<Question.Http> http) {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new Question(at, http, OFTEN, PATIENCE, 2, 2);
  }
}
