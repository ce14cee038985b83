package io.weir.proxy.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.model.Terminal.Respond;
import io.weir.dsl.model.Terminal.Share;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.filter.Next;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Next API = FixedReply.of(new Respond(200, ""));
  private static final Next CANARY = FixedReply.of(new Respond(201, ""));
  private static final List<Next> NEXTS = List.of(API, CANARY);

  @Test
  void sendsEachShareItsPart() {
    var split = Split.of(shares(9500, 500), NEXTS);
    var exchange = Requests.get("http://h/").exchange();

    long canaries = IntStream.range(0, 20_000).filter(_ -> status(split, exchange) == 201).count();

    assertThat(canaries).isBetween(850L, 1150L);
  }

  @Test
  void neverChoosesAShareOfNothing() {
    var split = Split.of(shares(0, 10_000), NEXTS);
    var exchange = Requests.get("http://h/").exchange();

    var chosen = Stream.generate(() -> status(split, exchange)).limit(1000).distinct();

    assertThat(chosen).containsExactly(201);
  }

  @Test
  void setsACookieOnTheFirstChoice() {
    var split = Split.sticky("ab", shares(0, 10_000), NEXTS);

    assertThat(cookies(reply(split, Requests.get("http://h/"))))
        .singleElement()
        .asString()
        .matches("Set-Cookie: ab=[0-9a-f]{16}; Path=/; HttpOnly; SameSite=Lax\r\n")
        .doesNotContain("canary");
  }

  @Test
  void keepsTheCookieOfASecureClientSecure() {
    var split = Split.sticky("ab", shares(0, 10_000), NEXTS);

    assertThat(cookies(reply(split, Requests.get("https://h/"))).getFirst())
        .endsWith("; SameSite=Lax; Secure\r\n");
  }

  @Test
  void staysWithTheShareThatTheCookieNames() {
    var cookie = cookieOfTheCanary();
    var split = Split.sticky("ab", shares(9999, 1), NEXTS);

    var reply = reply(split, Requests.get("http://h/").header("Cookie", "x=y; " + cookie));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(cookies(reply)).isEmpty();
  }

  @Test
  void choosesAnewWhenTheCookieNamesNoShare() {
    var split = Split.sticky("ab", shares(10_000, 0), NEXTS);

    var unknown = reply(split, Requests.get("http://h/").header("Cookie", "ab=0123"));
    var closed = reply(split, Requests.get("http://h/").header("Cookie", cookieOfTheCanary()));

    assertThat(unknown.status()).isEqualTo(200);
    assertThat(closed.status()).isEqualTo(200);
    assertThat(cookies(closed)).hasSize(1);
  }

  @Test
  void isNotThereForOneShare() {
    var whole = List.of(new Share("api", 10_000));

    assertThat(Split.of(whole, List.of(API))).isSameAs(API);
    assertThat(Split.sticky("ab", whole, List.of(API))).isSameAs(API);
  }

  @Test
  void refusesSharesThatAreNoWhole() {
    assertThatThrownBy(() -> Split.of(shares(1, 2), NEXTS)).hasMessageEndingWith("10000 in sum");
  }

  private static String cookieOfTheCanary() {
    var split = Split.sticky("ab", shares(0, 10_000), NEXTS);
    var line = cookies(reply(split, Requests.get("http://h/"))).getFirst();
    return line.substring("Set-Cookie: ".length(), line.indexOf(';'));
  }

  private static List<Share> shares(int api, int canary) {
    return List.of(new Share("api", api), new Share("api-canary", canary));
  }

  private static int status(Next next, Exchange exchange) {
    return next.proceed(exchange).result().status();
  }

  private static Reply reply(Next next, Requests request) {
    return next.proceed(request.exchange()).result();
  }

  private static List<String> cookies(Reply reply) {
    return reply.changes().added().stream()
        .map(line -> new String(line, StandardCharsets.ISO_8859_1))
        .toList();
  }
}
