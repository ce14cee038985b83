package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A cache whose files were changed behind its back, which it tells in the log. */
class DamagedDiskIT {
  @TempDir Path folder;
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @Test
  void aFileThatIsDamagedIsNotServed() throws IOException {
    var text = "0123456789".repeat(20_000);
    var number = new AtomicInteger();
    var origin =
        proxy.origin(connection -> {
          while (!connection.isOver()) {
            connection.nextRequest();
            connection.send(
                "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nN: "
                    + number.incrementAndGet()
                    + "\r\nContent-Length: "
                    + text.length()
                    + "\r\n\r\n"
                    + text);
          }
        });
    var config =
        "cache c { memory 4M; disk \""
            + folder
            + "\" 64M }\npool p { server "
            + origin.at()
            + " }\nhost * { route /** { cache c; to p } }";
    proxy.start(config);
    proxy.client().get("/a").read();
    proxy.client().get("/a").read();
    Eventually.holds(
        () -> "found nothing written", () -> proxy.gauge("weir_cache_disk_writes_total{") >= 1);
    proxy.server().close();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(one -> one.toString().endsWith(".obj")).toList()) {
        var octets = Files.readAllBytes(file);
        octets[octets.length - 50_000] ^= 1;
        Files.write(file, octets);
      }
    }

    proxy.start(config);
    var reply = proxy.client().get("/a").read();

    assertThat(reply.text()).isEqualTo(text);
    assertThat(reply.field("N")).contains("2");
    assertThat(proxy.gauge("weir_cache_disk_errors_total{")).isEqualTo(1);
  }
}
