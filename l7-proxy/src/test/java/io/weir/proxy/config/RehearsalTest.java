package io.weir.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Expectation.HeaderLine;
import io.weir.dsl.model.Terminal.Share;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import io.weir.proxy.config.Rehearsal.Rehearsed;
import io.weir.proxy.failure.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final String SITE =
      """
      weir 1
      listen :80 { redirect https }
      listen :8080
      trusted [10.9.0.0/16]
      pool a { server 10.0.0.1:80 }
      pool b { server 10.0.0.2:80 }
      host a.example {
        route /office/** when client.ip in 10.0.0.0/8 { to b }
        route /shares/** { rewrite "/in/{**}"; to a 90%, b 10% }
        route /small { body max 1k; to a }
        route /away { redirect 301 "/new" }
        route /here { header set "X-By" "weir {request.id}"; respond 203 "hi" }
      }
      """;

  private Rehearsal rehearsal;

  @BeforeEach
  void compile() throws IOException {
    var reading = WeirFile.read(new Source("s.weir", SITE), SourceLoader.none());
    rehearsal = Rehearsal.of(((Reading.Accepted) reading).config(), new ClientFiles());
  }

  @Test
  void tellsTheSharesAndTheHeadThatAServerGets() {
    var verdict = perform("https://a.example/shares/x?y=z").verdict();

    assertThat(verdict).isInstanceOf(Verdict.Forwarded.class);
    var forwarded = (Verdict.Forwarded) verdict;
    assertThat(forwarded.shares()).containsExactly(new Share("a", 9000), new Share("b", 1000));
    assertThat(forwarded.head())
        .startsWith("GET /in/x?y=z HTTP/1.1", "Host: a.example")
        .contains("X-Forwarded-For: 192.0.2.7");
  }

  @Test
  void tellsWhatTheClientGetsWithoutAnIdThatWouldBeAnotherEachTime() {
    var verdict = perform("http://a.example:8080/here").verdict();

    assertThat(verdict)
        .isEqualTo(
            new Verdict.Answered(
                203,
                List.of(
                    "Content-Type: text/plain; charset=utf-8", "X-By: weir " + Rehearsal.FRESH_ID),
                Optional.empty()));
  }

  @Test
  void takesTheListenerOfThePortThatTheUrlNames() {
    var plain = perform("http://a.example/here");
    var other = perform("http://a.example:8080/away");

    assertThat(plain.listener().at().port()).isEqualTo(80);
    assertThat(location(plain)).contains("https://a.example/here");
    assertThat(other.listener().at().port()).isEqualTo(8080);
    assertThat(location(other)).contains("/new");
  }

  @Test
  void believesATrustedPeerWhoItsClientIs() {
    var url = "https://a.example/office/x";

    assertThat(perform(url, "10.9.0.1", "X-Forwarded-For", "10.1.1.1").route()).isPresent();
    assertThat(refusal(perform(url, "192.0.2.7", "X-Forwarded-For", "10.1.1.1")))
        .isEqualTo(Cause.NO_ROUTE);
  }

  @Test
  void refusesAsTheRunningProxyWould() {
    assertThat(refusal(perform("https://b.example/"))).isEqualTo(Cause.NO_HOST);
    assertThat(refusal(perform("https://a.example/none"))).isEqualTo(Cause.NO_ROUTE);
    assertThat(refusal(perform("https://a.example/small", "192.0.2.7", "Content-Length", "1025")))
        .isEqualTo(Cause.BODY_TOO_LARGE);
    assertThat(perform("https://a.example/%zz").head()).isEmpty();
  }

  @Test
  void tracesOnlyWhenAsked() {
    var request = request("https://a.example/here", "192.0.2.7");

    assertThat(rehearsal.perform(request).trace()).isEmpty();
    assertThat(rehearsal.explain(request).trace().orElseThrow().tried()).hasSize(5);
  }

  private Rehearsed perform(String url) {
    return rehearsal.perform(request(url, "192.0.2.7"));
  }

  private Rehearsed perform(String url, String from, String name, String value) {
    return rehearsal.perform(request(url, from, new HeaderLine(name, value)));
  }

  private static RehearsedRequest request(String url, String from, HeaderLine... headers) {
    return new RehearsedRequest("GET", url, List.of(headers), InetAddress.ofLiteral(from));
  }

  private static Cause refusal(Rehearsed rehearsed) {
    return ((Verdict.Refused) rehearsed.verdict()).cause();
  }

  private static Optional<String> location(Rehearsed rehearsed) {
    return ((Verdict.Answered) rehearsed.verdict()).location();
  }
}
