package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RateLimitIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private static String site(String limits) {
    return "policy edge { " + limits + " }\nhost * { use edge; route /** as all { respond 200 } }";
  }

  @Test
  void answersWith429AndTellsWhenToComeBack() throws IOException {
    proxy.start(site("limit 2r/m per client.ip as strict"));

    var replies = replies(3);

    assertThat(replies.get(1).fields("RateLimit-Policy")).containsExactly("\"strict\";q=2;w=60");
    assertThat(replies.get(1).fields("RateLimit")).containsExactly("\"strict\";r=0;t=30");
    assertThat(replies.get(2).status()).isEqualTo(429);
    assertThat(replies.get(2).fields("RateLimit")).containsExactly("\"strict\";r=0;t=30");
    assertThat(replies.get(2).fields("Retry-After")).containsExactly("30");
    assertThat(proxy.gauge("weir_limit_requests_total{limit=\"strict\",outcome=\"passed\"}"))
        .isEqualTo(2);
    assertThat(proxy.gauge("weir_limit_requests_total{limit=\"strict\",outcome=\"refused\"}"))
        .isEqualTo(1);
  }

  @Test
  void keepsWhatWasTakenOverAReload() throws IOException {
    proxy.start(site("limit 4r/h per client.ip"));
    replies(3);

    var reload = proxy.apply(site("body max 1M; limit 4r/h per client.ip"));
    var after = replies(2);

    assertThat(reload).isInstanceOf(Outcome.InForce.class);
    assertThat(after).extracting(WireReply::status).containsExactly(200, 429);
  }

  @Test
  void holdsBackWhatComesTooFast() throws IOException {
    proxy.start(site("limit 10r/s burst 1 per client.ip delay 5s"));

    long begin = System.nanoTime();
    var replies = replies(4);
    double seconds = (System.nanoTime() - begin) / 1e9;

    assertThat(replies).extracting(WireReply::status).containsOnly(200);
    assertThat(seconds).isGreaterThan(0.29);
  }

  @Test
  void letsAClientGoThatWaits() throws IOException {
    proxy.start(site("limit 1r/m burst 1 per client.ip delay 1m"));
    replies(1);

    var waiting = proxy.client();
    waiting.get("/");
    var delayed =
        "weir_limit_requests_total{limit=\"policy edge per client.ip\",outcome=\"delayed\"}";
    Eventually.holds(() -> "the request does not wait", () -> proxy.gauge(delayed) == 1);
    waiting.reset();

    Eventually.holds(
        () -> "the request still waits", () -> proxy.gauge("weir_requests_in_flight") == 0);
  }

  private List<WireReply> replies(int count) throws IOException {
    var client = proxy.client();
    var replies = new ArrayList<WireReply>();
    for (int i = 0; i < count; i++) {
      replies.add(client.get("/").read());
    }
    return replies;
  }
}
