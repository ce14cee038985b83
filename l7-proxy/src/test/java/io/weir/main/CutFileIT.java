package io.weir.main;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.source.FileSources;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that lose their end while they are being sent. */
@Timeout(30)
class CutFileIT {
  private static final int SIZE = 64 << 20;

  @Test
  void cuttingAFileIsNotTheClientsFault(@TempDir Path folder) throws IOException {
    var log = folder.resolve("access.log");
    try (var file = new RandomAccessFile(folder.resolve("large.bin").toFile(), "rw");
        var proxy = ProxyServer.start(1)) {
      file.setLength(SIZE);
      int port = serve(proxy, folder, log);

      try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client
            .getOutputStream()
            .write("GET /large.bin HTTP/1.1\r\nHost: weir.example\r\n\r\n".getBytes(US_ASCII));
        var in = client.getInputStream();
        assertThat(in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        file.setLength(4096);
        assertThat(in.readAllBytes().length).isLessThan(SIZE);
      }
      while (proxy.connections() > 0) {
        Thread.onSpinWait();
      }
    }

    assertThat(Files.readString(log))
        .contains("\"cause\":\"internal\"", "found that the file was cut to 4096 octets")
        .doesNotContain("\"bytes_sent\":" + SIZE);
  }

  private static int serve(ProxyServer proxy, Path folder, Path log) {
    var text =
        """
        weir 1
        listen 127.0.0.1:0
        log access "%s" format json
        host * { route /** { files "%s" } }
        """
            .formatted(log, folder);
    var reading =
        WeirFile.read("cut.weir", text.getBytes(UTF_8), new FileSources(), RegexCheck.NONE);
    assertThat(proxy.apply(reading)).isInstanceOf(Outcome.InForce.class);
    return proxy.port(new Endpoint("127.0.0.1", 0));
  }
}
