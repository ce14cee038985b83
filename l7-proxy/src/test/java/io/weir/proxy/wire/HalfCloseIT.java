package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client gets that closes its half of the connection right behind its requests. */
@ExtendWith(LeakWatch.class)
class HalfCloseIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    var stored = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 6\r\n\r\nstored";
    var origin = proxy.closing(FakeOrigin.replying(stored));
    Files.writeString(folder.resolve("small"), "small");
    Files.write(folder.resolve("large"), new byte[8 << 20]);
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\ncache c { memory 32M }\nhost * {\nroute /files/** { files \""
            + folder
            + "\" }\nroute /moved { redirect 302 \"/there\" }\nroute /stored { cache c; to web }\n"
            + "route /** { respond 200 \"here\" }\n}");
  }

  private static String asking(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }

  @ParameterizedTest
  @CsvSource({
    "/files/small, 200, small",
    "/files/none, 404,",
    "/here, 200, here",
    "/moved, 302,",
    "/stored, 200, stored",
  })
  void getsWhatWeirItselfAnswers(String path, int status, @Nullable String text)
      throws IOException {
    proxy.client().get("/stored").read();
    var client = proxy.client().send(asking(path)).halfClose();

    var reply = client.read();

    assertThat(reply.status()).isEqualTo(status);
    if (text != null) {
      assertThat(reply.text()).isEqualTo(text);
    }
    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void getsTheWholeOfAFileThatIsBeingSent() throws IOException {
    var client = proxy.narrowClient().send(asking("/files/large"));
    assertThat(client.readHead()).startsWith("HTTP/1.1 200");
    client.halfClose();

    client.skip(8 << 20);

    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void getsAllThatItHasAskedFor() throws IOException {
    var requests = asking("/files/small") + asking("/here").repeat(40) + asking("/files/none");
    var client = proxy.client().send(requests + "GET /ha").halfClose();

    assertThat(client.read().text()).isEqualTo("small");
    for (int i = 0; i < 40; i++) {
      assertThat(client.read().text()).isEqualTo("here");
    }
    assertThat(client.read().status()).isEqualTo(404);
    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void getsNothingForARequestThatIsNotWhole() throws IOException {
    var client = proxy.client().send("GET /files/small HTTP/1.1\r\nHost: x\r\n").halfClose();

    assertThat(client.toEnd()).isEmpty();
  }
}
