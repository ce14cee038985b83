package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PurgeIT {
  @TempDir private Path folder;

  @Test
  void purgesOverTheAdminPort() throws Exception {
    int admin = freePort();
    var file = folder.resolve("site.weir");
    Files.writeString(
        file,
        """
        weir 1
        listen 127.0.0.1:0
        admin 127.0.0.1:%d
        cache a { memory 1M }
        pool p { server 127.0.0.1:9 }
        host * { route /** { cache a 1m; to p } }
        """
            .formatted(admin));
    try (var weir = RunningWeir.start("run", file.toString())) {
      weir.port();
      var url = "127.0.0.1:" + admin;

      var done =
          Cli.run(
              "purge", "--admin", url, "--soft", "--tag", "a b", "--glob", "*://h/**", "http://h/");
      var unknown = Cli.run("purge", "--admin", url, "--cache", "b", "--all");
      var invalid = Cli.run("purge", "--admin", url, "h/");

      assertThat(done).isEqualTo(new Cli.Result(0, "purged: a\n", ""));
      weir.errUntil("purged softly 'http://h/', 'glob *://h/**', 'tag a b' in caches [a]");
      assertThat(unknown)
          .isEqualTo(new Cli.Result(1, "", "weir: found no cache 'b'; expected one of: a\n"));
      assertThat(invalid.status()).isEqualTo(1);
      assertThat(invalid.err()).startsWith("weir: found URL 'h/'; expected one that starts with");
    }
  }

  @Test
  void isMisusedWithoutAnythingToPurgeOrWithTooMuch() {
    var nothing = Cli.run("purge", "--soft");
    var both = Cli.run("purge", "--all", "--tag", "a");

    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.err()).startsWith("weir: found nothing to purge; expected a URL");
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).startsWith("weir: found --all beside others; expected it alone");
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
