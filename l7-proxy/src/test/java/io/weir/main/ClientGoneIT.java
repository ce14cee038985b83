package io.weir.main;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.source.FileSources;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Clients that leave before they have all of what they asked for. */
@Timeout(30)
class ClientGoneIT {
  private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
  private final Logger netty = (Logger) LoggerFactory.getLogger("io.netty");

  @BeforeEach
  void listen() {
    warnings.start();
    netty.addAppender(warnings);
  }

  @AfterEach
  void listenNoMore() {
    netty.detachAppender(warnings);
  }

  @Test
  void leavingInTheMiddleOfAFileIsNoWarning(@TempDir Path folder) throws IOException {
    // More than sockets hold, so that it is still being sent when the client leaves.
    try (var file = new RandomAccessFile(folder.resolve("large.bin").toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    try (var proxy = ProxyServer.start(1)) {
      int port = serve(proxy, folder);

      try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.getOutputStream().write(request("/large.bin"));
        assertThat(client.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        client.setSoLinger(true, 0);
      }
      while (proxy.connections() > 0) {
        Thread.onSpinWait();
      }

      assertThat(warnings.list).isEmpty();
    }
  }

  private static byte[] request(String target) {
    return ("GET " + target + " HTTP/1.1\r\nHost: weir.example\r\n\r\n").getBytes(US_ASCII);
  }

  private static int serve(ProxyServer proxy, Path folder) {
    var text =
        """
        weir 1
        listen 127.0.0.1:0
        host * { route /** { files "%s" } }
        """
            .formatted(folder);
    var reading =
        WeirFile.read("gone.weir", text.getBytes(UTF_8), new FileSources(), RegexCheck.NONE);
    assertThat(proxy.apply(reading)).isInstanceOf(Outcome.InForce.class);
    Endpoint at = ((Reading.Accepted) reading).config().listeners().getFirst().at();
    return proxy.port(at);
  }
}
