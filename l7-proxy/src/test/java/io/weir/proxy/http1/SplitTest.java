package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.ClientLimits;
import io.weir.dsl.model.Underscores;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What comes of octets, a value or a refusal, does not depend on how they were split. */
class SplitTest {
  private static final ClientLimits TIGHT =
      new ClientLimits(
          Duration.ZERO, Duration.ZERO, 1, Duration.ZERO, 200, 60, 5, Underscores.REFUSE, false);

  @Property(tries = 3000)
  void aRequestReadsTheSameHoweverItIsSplit(
      @ForAll("requests") String text, @ForAll("parts") List<Integer> parts) {
    var octets = Wire.octets(text);

    var whole = Wire.request(octets, List.of(), ClientLimits.DEFAULT);

    assertThat(Wire.request(octets, parts, ClientLimits.DEFAULT)).isEqualTo(whole);
    assertThat(Wire.request(octets, singly(octets), ClientLimits.DEFAULT)).isEqualTo(whole);
  }

  @Property(tries = 3000)
  void aRequestMeetsTheSameLimitHoweverItIsSplit(
      @ForAll("requests") String text, @ForAll("parts") List<Integer> parts) {
    var octets = Wire.octets(text);

    var whole = Wire.request(octets, List.of(), TIGHT);

    assertThat(Wire.request(octets, parts, TIGHT)).isEqualTo(whole);
    assertThat(Wire.request(octets, singly(octets), TIGHT)).isEqualTo(whole);
  }

  @Property(tries = 3000)
  void aResponseReadsTheSameHoweverItIsSplit(
      @ForAll("responses") String text, @ForAll("parts") List<Integer> parts) {
    var octets = Wire.octets(text);

    var whole = Wire.response(octets, List.of());

    assertThat(Wire.response(octets, parts)).isEqualTo(whole);
    assertThat(Wire.response(octets, singly(octets))).isEqualTo(whole);
  }

  @Property(tries = 3000)
  void aChunkedBodyReadsTheSameHoweverItIsSplit(
      @ForAll("bodies") String text, @ForAll("parts") List<Integer> parts) {
    var octets = Wire.octets(text);

    var whole = Wire.chunks(octets, List.of());

    assertThat(Wire.chunks(octets, parts)).isEqualTo(whole);
    assertThat(Wire.chunks(octets, singly(octets))).isEqualTo(whole);
  }

  @Provide
  Arbitrary<List<Integer>> parts() {
    return Arbitraries.integers().between(1, 40).list().ofMaxSize(60);
  }

  @Provide
  Arbitrary<String> requests() {
    var lines =
        Combinators.combine(
                Arbitraries.of("GET", "POST", "OPTIONS", "get", "CONNECT", "\r\n\r\nPUT"),
                Arbitraries.of(
                    "/", "/a/../b?c", "/%2e%2e", "*", "http://a/b", "/" + "a".repeat(50)),
                Arbitraries.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.2"))
            .as((method, target, version) -> method + " " + target + " " + version + "\r\n");
    return mutated(
        Combinators.combine(lines, fields(), fields())
            .as((line, some, more) -> line + some + "Host: a\r\n" + more + "\r\n"));
  }

  @Provide
  Arbitrary<String> responses() {
    var lines =
        Arbitraries.of(
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.0 404 Not\tFound\r\n",
            "HTTP/1.1 204\r\n",
            "HTTP/1.1 103 x\r\n",
            "HTTP/1.1 700 x\r\n");
    return mutated(
        Combinators.combine(lines, fields()).as((line, some) -> line + some + "\r\nbody"));
  }

  @Provide
  Arbitrary<String> bodies() {
    var chunk =
        Arbitraries.of(
            "5\r\nhello\r\n",
            "00a\r\n0123456789\r\n",
            "1;a=b;c=\"\\\";\"\r\nx\r\n",
            "10;d\r\n0123456789abcdef\r\n");
    return mutated(
        Combinators.combine(chunk.list().ofMaxSize(5), fields())
            .as((chunks, trailers) -> String.join("", chunks) + "0\r\n" + trailers + "\r\nrest"));
  }

  private static Arbitrary<String> fields() {
    return Arbitraries.of(
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Connection: close, upgrade\r\n",
            "Upgrade: websocket\r\n",
            "Expect: 100-continue\r\n",
            "X-Empty:\r\n",
            "X_Under: score\r\n",
            "Cookie:  \t a=b; c=\"d\"\t \r\n",
            "X-Long: " + "x".repeat(60) + "\r\n",
            "X-Text: caf\u00e9 \t au lait\r\n")
        .list()
        .ofMaxSize(4)
        .map(lines -> String.join("", lines));
  }

  /** Leaves half of the texts alone and changes a few octets of the others. */
  private static Arbitrary<String> mutated(Arbitrary<String> texts) {
    return Combinators.combine(texts, Arbitraries.longs(), Arbitraries.integers().between(-3, 3))
        .as((text, seed, times) -> {
          var random = new Random(seed);
          var mutant = new StringBuilder(text);
          for (int i = 0; i < times && !mutant.isEmpty(); i++) {
            mutate(mutant, random);
          }
          return mutant.toString();
        });
  }

  private static void mutate(StringBuilder text, Random random) {
    var octets = "\r\n\t \0:;=,\"\\%/.*_\u007f\u00e9aZ05\u0001";
    char octet = octets.charAt(random.nextInt(octets.length()));
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.setCharAt(at, octet);
      case 1 -> text.insert(at, octet);
      case 2 -> text.deleteCharAt(at);
      default -> text.setLength(at);
    }
  }

  private static List<Integer> singly(byte[] octets) {
    return Collections.nCopies(octets.length, 1);
  }
}
