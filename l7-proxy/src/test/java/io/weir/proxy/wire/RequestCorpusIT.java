package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.wire.StrictReading.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The corpus of requests, each sent through a real Weir to a server that keeps every octet: nothing
 * that could be read in two ways reaches the server, and nothing valid is refused.
 */
@ExtendWith(LeakWatch.class)
class RequestCorpusIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  static List<Corpus.Case> cases() {
    return Corpus.read(
        "requests-framing.txt",
        "requests-chunks.txt",
        "requests-lines.txt",
        "requests-targets.txt",
        "requests-fields.txt",
        "requests-valid.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void doesWithARequestWhatItsVerdictSays(Corpus.Case tried) throws IOException {
    var origin = new RecordingOrigin();
    var server = proxy.closing(FakeOrigin.running(origin));
    proxy.start(ProxyFixture.toAll(server.at()));
    var client = proxy.client();

    client.send(tried.octets());

    var verdict = tried.verdict();
    switch (verdict.getFirst()) {
      case "pass" -> passes(tried, client, origin);
      case "answer" -> {
        assertThat(client.read().status()).isEqualTo(Integer.parseInt(verdict.get(1)));
        assertThat(client.get("/next").read().status()).isEqualTo(200);
      }
      case "refuse" -> {
        refused(client, verdict.get(1), verdict.get(2));
        assertThat(server.received()).isZero();
      }
      case "cut" -> {
        refused(client, verdict.get(1), verdict.get(2));
        Eventually.holds(() -> "found the server's connection open", () -> server.open() == 0);
        assertThat(origin.requests()).isEmpty();
      }
      default -> throw new AssertionError("found verdict " + verdict);
    }
    assertThat(origin.ambiguities()).isEmpty();
  }

  /** {@code pass N} means N replies of 200; {@code then STATUS CAUSE} what follows is refused. */
  private void passes(Corpus.Case tried, RawClient client, RecordingOrigin origin)
      throws IOException {
    var verdict = tried.verdict();
    int count = verdict.size() > 1 ? Integer.parseInt(verdict.get(1)) : 1;
    boolean isHead = new String(tried.octets(), StandardCharsets.ISO_8859_1).startsWith("HEAD ");
    boolean closes = false;
    for (int i = 0; i < count; i++) {
      var reply = isHead ? client.readHeadOnly() : client.read();
      assertThat(reply.status()).isEqualTo(200);
      closes = reply.closes() || reply.line().startsWith("HTTP/1.0");
    }
    if (verdict.contains("then")) {
      int then = verdict.indexOf("then");
      refused(client, verdict.get(then + 1), verdict.get(then + 2));
    } else if (!closes && !tried.expected().contains("closes")) {
      var next = client.get("/next").read();
      assertThat(next.status()).isEqualTo(200);
      count++;
    }
    assertThat(origin.requests()).hasSize(count);
    assertThat(origin.requests()).noneMatch(request -> request.line().contains("smuggled"));
    tried.expected().forEach(expected -> holds(expected, origin.requests().getFirst()));
  }

  private void refused(RawClient client, String status, String cause) throws IOException {
    var reply = client.read();

    assertThat(reply.status()).isEqualTo(Integer.parseInt(status));
    assertThat(reply.closes()).isTrue();
    assertThat(client.halfClose().toEnd()).isEmpty();
    var counter = "weir_failures_total{cause=\"" + cause + "\"";
    Eventually.holds(() -> "found no count of " + cause, () -> proxy.gauge(counter) == 1);
  }

  /** What the first request must be like for the server. */
  private static void holds(String expected, Request request) {
    int space = expected.indexOf(' ');
    var kind = space < 0 ? expected : expected.substring(0, space);
    var rest = space < 0 ? "" : expected.substring(space + 1);
    switch (kind) {
      case "line" -> assertThat(request.line()).isEqualTo(rest);
      case "has" -> assertThat(request.head()).contains(rest);
      case "no" -> assertThat(request.fields(rest)).isEmpty();
      case "once" -> assertThat(request.fields(rest)).hasSize(1).doesNotContain("");
      case "body" -> assertThat(request.body()).isEqualTo(rest);
      case "trailer" -> assertThat(request.trailers()).contains(rest);
      case "no-trailers" -> assertThat(request.trailers()).isEmpty();
      case "closes" -> assertThat(request.line()).isNotEmpty();
      default -> throw new AssertionError("found expectation " + expected);
    }
  }

  @Test
  void holdsAtLeastThreeHundredMessagesOfDifferentNames() {
    var requests = cases();
    var responses = ResponseCorpusIT.cases();

    assertThat(requests.size() + responses.size()).isGreaterThanOrEqualTo(300);
    assertThat(requests).extracting(Corpus.Case::name).doesNotHaveDuplicates();
    assertThat(responses).extracting(Corpus.Case::name).doesNotHaveDuplicates();
    assertThat(requests).extracting(Corpus.Case::clause).allMatch(text -> text.contains("RFC"));
  }
}
