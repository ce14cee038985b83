package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Access rules on the wire, and sets that change while they are in use. */
@ExtendWith(LeakWatch.class)
class AccessIT {
  private static final String DENIED = "weir_failures_total{cause=\"denied\",fault=\"config\"}";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();
  @TempDir private Path folder;

  @Test
  void refusesADeniedClientWithoutTouchingTheUpstream() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.start("deny 127.0.0.0/8\n" + ProxyFixture.toAll(origin.at()));
    var client = proxy.client();

    var first = client.get("/").read();
    var second = client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab").read();
    var third = client.get("/").read();

    assertThat(first.status()).isEqualTo(403);
    assertThat(second.status()).isEqualTo(403);
    assertThat(third.status()).isEqualTo(403);
    assertThat(first.text()).isEqualTo("403 Forbidden\n");
    assertThat(origin.accepted()).isZero();
    assertThat(proxy.gauge(DENIED)).isEqualTo(3);
  }

  @Test
  void answersWithTheStatusThatARuleNames() throws IOException {
    proxy.start(
        """
        host * {
          route /a { deny any status 451; respond 200 }
          route /b { allow 10.0.0.0/8 else 404; respond 200 }
          route /c { deny any status 418; respond 200 }
          route /d { allow any; respond 204 }
        }
        """);
    var client = proxy.client();

    assertThat(client.get("/a").read().text()).isEqualTo("451 Unavailable For Legal Reasons\n");
    assertThat(client.get("/b").read().status()).isEqualTo(404);
    assertThat(client.get("/c").read().head()).startsWith("HTTP/1.1 418 ");
    assertThat(client.get("/c").read().status()).isEqualTo(418);
    assertThat(client.get("/d").read().status()).isEqualTo(204);
  }

  @Test
  void aFileThatChangesTakesEffectWithoutAReload() throws IOException {
    var list = replace("10.0.0.1\n");
    proxy.start(
        "let bad = file \"%s\"\ndeny bad\nhost * { route /** { respond 200 } }".formatted(list));
    var client = proxy.client();
    int before = client.get("/").read().status();

    replace("10.0.0.1\n127.0.0.1\n");
    Eventually.holds(() -> "found that the new list has no effect", () -> status(client) == 403);

    assertThat(before).isEqualTo(200);
    assertThat(proxy.server().current().generation()).isEqualTo(1);
  }

  @Test
  void aReloadReadsAChangedFileAndRefusesABadOne() throws IOException {
    var list = replace("10.0.0.1\n");
    var text =
        "let bad = file \"%s\"\ndeny bad\nhost * { route /** { respond 200 } }".formatted(list);
    proxy.start(text);
    var client = proxy.client();

    replace("nonsense\n");
    var bad = proxy.apply(text);
    int meanwhile = status(client);
    replace("127.0.0.1\n");
    var good = proxy.apply(text);

    assertThat(bad).isInstanceOf(Outcome.Rejected.class);
    assertThat(meanwhile).isEqualTo(200);
    assertThat(good).isInstanceOf(Outcome.InForce.class);
    assertThat(status(client)).isEqualTo(403);
  }

  private static int status(RawClient client) {
    try {
      return client.get("/").read().status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path replace(String text) throws IOException {
    var next = Files.writeString(folder.resolve("next"), text);
    return Files.move(next, folder.resolve("list"), StandardCopyOption.REPLACE_EXISTING);
  }
}
