package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request brings into templates never becomes a line of its own. */
@ExtendWith(LeakWatch.class)
class InjectionIT {
  private static final String FILE =
      "host * {\n"
          + "header set \"X-Path\" \"{path}\"\n"
          + "header set \"X-Query\" \"{query}\"\n"
          + "header set \"X-Host\" \"{host}\"\n"
          + "header set \"X-Method\" \"{method}\"\n"
          + "header set \"X-Id\" \"{request.id}\"\n"
          + "route /old/** { redirect 302 \"/new/{**}{query}\" }\n"
          + "route /** { respond 200 \"ok\" }\n}";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?a=%0d%0aSet-Cookie:%20evil=1",
        "?a=%0D%0A%0D%0Ahtml",
        "?a=%00%0a%0d",
        "?%E5%98%8D%E5%98%8ASet-Cookie:evil=1",
        "/%E5%98%8D%E5%98%8ASet-Cookie:evil=1",
        "/%250d%250aSet-Cookie:evil=1"
      })
  void aTargetStaysInItsFieldHoweverItIsEncoded(String end) throws IOException {
    proxy.start(FILE);

    var reply = proxy.client().get("/old/x" + end).read();

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.fields("Set-Cookie")).isEmpty();
    assertThat(reply.fields("Location")).hasSize(1);
    assertThat(reply.head().lines()).noneMatch(line -> line.startsWith("Set-Cookie"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%0d%0aSet-Cookie:evil=1", "/%0a", "/%0D", "/%00"})
  void aPathWithALineEndIsRefused(String end) throws IOException {
    proxy.start(FILE);

    var reply = proxy.client().get("/old" + end).read();

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.head()).doesNotContain("evil");
  }

  @Test
  void aRedirectToTwoSlashesLeadsToNoOtherHost() throws IOException {
    proxy.start(
        "host * { route /go/** { redirect 302 \"/{**}\" }\nroute /** { respond 200 \"ok\" } }");

    var reply = proxy.client().get("/go//evil.example/").read();

    assertThat(reply.field("Location")).hasValue("/evil.example/");
  }

  @Test
  void aFieldOfTheRequestStaysInItsField() throws IOException {
    proxy.start(FILE);

    var reply =
        proxy
            .client()
            .send("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\tb\u00e4;Set-Cookie: c\r\n\r\n")
            .read();

    assertThat(reply.field("X-Id")).hasValue("a\tb\u00e4;Set-Cookie: c");
    assertThat(reply.fields("Set-Cookie")).isEmpty();
  }
}
