package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus of responses, each sent by a real server to a real Weir: a client gets one reading of
 * it or none, and nothing of it is ever taken for the response to the next request.
 */
@ExtendWith(LeakWatch.class)
class ResponseCorpusIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  static List<Corpus.Case> cases() {
    return Corpus.read("responses.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void doesWithAResponseWhatItsVerdictSays(Corpus.Case tried) throws IOException {
    var closes = tried.expected().contains("server closes");
    var origin =
        proxy.closing(
            FakeOrigin.inTurn(
                connection -> {
                  connection.nextRequest();
                  connection.send(tried.octets());
                  if (!closes) {
                    FakeOrigin.repeating(FakeOrigin.ok("next")).run(connection);
                  }
                },
                FakeOrigin.repeating(FakeOrigin.ok("next"))));
    proxy.start(ProxyFixture.toAll(origin.at()));
    var client = proxy.client();

    client.send(request(tried));

    switch (tried.verdict().getFirst()) {
      case "refuse" -> {
        var reply = client.read();
        while (reply.status() < 200) {
          reply = client.read();
        }
        assertThat(reply.status()).isEqualTo(502);
        Eventually.holds(
            () -> "found no count of it",
            () -> proxy.gauge("weir_failures_total{cause=\"upstream-garbage\"") == 1);
      }
      case "broken" -> {
        // Told so if nothing had left yet; else cut off, so that it cannot be taken for whole.
        var head = client.readHead();
        if (!head.startsWith("HTTP/1.1 502 ")) {
          assertThat(client.toEnd())
              .doesNotContain("\r\n0\r\n")
              .doesNotContain("evil")
              .endsWith("<reset>");
        }
      }
      case "pass" -> passes(tried, client);
      default -> throw new AssertionError("found verdict " + tried.verdict());
    }
    assertThat(proxy.client().get("/next").read().text()).isEqualTo("next");
  }

  private static String request(Corpus.Case tried) {
    var asked =
        tried.expected().stream().filter(one -> one.startsWith("to ")).findFirst().orElse("to GET");
    var upgrade = asked.endsWith(" upgrade") ? "Connection: upgrade\r\nUpgrade: foo\r\n" : "";
    return asked.split(" ", -1)[1] + " / HTTP/1.1\r\nHost: x\r\n" + upgrade + "\r\n";
  }

  private static void passes(Corpus.Case tried, RawClient client) throws IOException {
    boolean toHead = tried.expected().contains("to HEAD");
    for (var expected : tried.expected()) {
      if (expected.startsWith("interim ")) {
        assertThat(client.readHead()).startsWith("HTTP/1.1 " + expected.split(" ", -1)[1] + " ");
      }
    }
    var reply = toHead ? client.readHeadOnly() : client.read();
    assertThat(reply.status()).isEqualTo(Integer.parseInt(tried.verdict().get(1)));
    assertThat(reply.head()).doesNotContain("evil");
    assertThat(reply.text()).doesNotContain("evil");
    for (var expected : tried.expected()) {
      holds(expected, reply);
    }
    if (!reply.closes()) {
      assertThat(client.get("/next").read().text()).isEqualTo("next");
    }
  }

  private static void holds(String expected, WireReply reply) {
    int space = expected.indexOf(' ');
    var kind = space < 0 ? expected : expected.substring(0, space);
    var rest = space < 0 ? "" : expected.substring(space + 1);
    switch (kind) {
      case "has" -> assertThat(reply.head().lines()).contains(rest);
      case "no" -> assertThat(reply.fields(rest)).isEmpty();
      case "body" -> assertThat(reply.text()).isEqualTo(rest);
      case "trailer" -> assertThat(reply.trailers().lines()).contains(rest);
      case "no-trailers" -> assertThat(reply.trailers()).isEmpty();
      case "server", "to", "interim" -> {}
      default -> throw new AssertionError("found expectation " + expected);
    }
  }
}
