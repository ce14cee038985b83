package io.weir.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.Claims;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.failure.Cause;
import io.weir.proxy.failure.ProxyFailure;
import io.weir.proxy.filter.Next;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateLimitFilterTest {
  private final ManualClock clock = new ManualClock();
  private final Loop loop = Loop.detached(1);
  private final RateLimits limits = new RateLimits(List.of(loop), clock);
  private final List<Exchange> served = new ArrayList<>();
  private Next chain = this::serve;

  @Test
  void tellsWhatIsLeftOnRepliesThatPass() {
    limitedBy("limit 10r/s burst 20 per client.ip");

    var reply = get(Requests.get("http://a/"));

    assertThat(lines(reply.result().changes().added()))
        .containsExactly(
            "RateLimit-Policy: \"client.ip\";q=20;w=2\r\n",
            "RateLimit: \"client.ip\";r=19;t=1\r\n");
  }

  @Test
  void refusesWithTheTimeToComeBack() {
    limitedBy("limit 10r/m burst 1 per client.ip as slow");
    get(Requests.get("http://a/"));

    var refused = get(Requests.get("http://a/"));

    var failure = (ProxyFailure) refused.cause();
    assertThat(failure.why()).isEqualTo(Cause.RATE_LIMITED);
    assertThat(failure).hasMessage("found more than 'slow' allows: 10r/m burst 1");
    assertThat(lines(failure.lines()))
        .containsExactly(
            "RateLimit-Policy: \"slow\";q=1;w=6\r\n",
            "RateLimit: \"slow\";r=0;t=6\r\n",
            "Retry-After: 6\r\n");
  }

  @Test
  void admitsWhoComesBackAtTheTimeItWasTold() {
    limitedBy("limit 7r/m burst 1 per client.ip");
    get(Requests.get("http://a/"));
    var refused = (ProxyFailure) get(Requests.get("http://a/")).cause();
    var seconds = lines(refused.lines()).getLast().replaceAll("\\D", "");

    clock.advance(Duration.ofSeconds(Long.parseLong(seconds)));

    assertThat(get(Requests.get("http://a/")).succeeded()).isTrue();
  }

  @Test
  void takesNothingFromAnyLimitIfOneRefuses() {
    limitedBy("limit 1r/h burst 5 per host\nlimit 1r/h burst 2 per client.ip");

    var first = passed(4, Requests.get("http://a/").from("10.0.0.1"));
    var second = passed(4, Requests.get("http://a/").from("10.0.0.2"));
    var third = passed(4, Requests.get("http://a/").from("10.0.0.3"));

    assertThat(List.of(first, second, third)).containsExactly(2, 2, 1);
  }

  @Test
  void takesNothingInFrontOfALoginIfALimitBehindItRefuses() {
    limitedBy("limit 1r/h burst 3 per client.ip\nlimit 1r/h burst 1 per jwt \"sub\"");

    var ann = passed(5, Requests.get("http://a/"), "ann");
    var bob = passed(5, Requests.get("http://a/"), "bob");
    var eve = passed(5, Requests.get("http://a/"), "eve");
    var tom = passed(5, Requests.get("http://a/"), "tom");

    assertThat(List.of(ann, bob, eve, tom)).containsExactly(1, 1, 1, 0);
  }

  @Test
  void letsPassAndCountsInADryRun() {
    limitedBy("limit 1r/h burst 2 per client.ip as trial dry-run");

    int passed = passed(5, Requests.get("http://a/"));

    assertThat(passed).isEqualTo(5);
    assertThat(limits.counted())
        .containsExactlyInAnyOrder(
            new RateLimits.Counted("trial", "passed", 2),
            new RateLimits.Counted("trial", "dry-run", 3));
    assertThat(served.getLast().limit()).isEqualTo("dry-run trial");
    assertThat(served.getLast().cause()).isNull();
  }

  @Test
  void tellsClientsNothingOfADryRun() {
    limitedBy("limit 1r/h burst 2 per client.ip dry-run");

    var reply = get(Requests.get("http://a/"));

    assertThat(reply.result().changes().added()).isEmpty();
  }

  @Test
  void takesWhatARequestOfTheRouteCosts() {
    limitedBy("limit 1r/h burst 10 per client.ip\nlimit cost 4");

    assertThat(passed(9, Requests.get("http://a/"))).isEqualTo(2);
  }

  @Test
  void countsAnIpv6ClientByItsNetwork() {
    limitedBy("limit 1r/h burst 2 per client.ip");

    int one = passed(2, Requests.get("http://a/").from("2001:db8:0:1::1"));
    int neighbour = passed(2, Requests.get("http://a/").from("2001:db8:0:1:ffff::2"));
    int other = passed(2, Requests.get("http://a/").from("2001:db8:0:2::1"));

    assertThat(List.of(one, neighbour, other)).containsExactly(2, 0, 2);
  }

  @Test
  void doesNotCountARequestWithoutTheKey() {
    limitedBy("limit 1r/h burst 1 per header \"X-Key\"");

    int without = passed(5, Requests.get("http://a/"));
    int empty = passed(5, Requests.get("http://a/").header("X-Key", ""));
    int with = passed(5, Requests.get("http://a/").header("X-Key", "k"));

    assertThat(List.of(without, empty, with)).containsExactly(5, 5, 1);
    assertThat(limits.counted())
        .contains(new RateLimits.Counted("route all per header \"x-key\"", "no-key", 10));
  }

  @Test
  void keepsCombinationsApartThatReadTheSame() {
    limitedBy("limit 1r/h burst 1 per query \"a\" + query \"b\"");

    int one = passed(2, Requests.get("http://h/?a=x&b=yz"));
    int other = passed(2, Requests.get("http://h/?a=xy&b=z"));
    int encoded = passed(2, Requests.get("http://h/?a=%78&b=yz"));

    assertThat(List.of(one, other, encoded)).containsExactly(1, 1, 0);
  }

  @Test
  void goesOnWithTheSameBucketsAfterAReload() {
    limitedBy("limit 10r/h burst 10 per client.ip");
    int before = passed(8, Requests.get("http://a/"));

    limitedBy("limit 20r/h burst 20 per client.ip");
    int after = passed(20, Requests.get("http://a/"));

    assertThat(List.of(before, after)).containsExactly(8, 4);
  }

  @Test
  void forgetsALimitThatIsNoMore() {
    limitedBy("limit 10r/h burst 10 per client.ip");
    passed(10, Requests.get("http://a/"));

    limitedBy("limit 10r/h burst 10 per host");
    limitedBy("limit 10r/h burst 10 per client.ip");

    assertThat(passed(20, Requests.get("http://a/"))).isEqualTo(10);
  }

  @Test
  void holdsBackInOrderWhatIsAboveTheRate() {
    limitedBy("limit 10r/s burst 1 per client.ip delay 300ms");

    var replies = new ArrayList<Future<Reply>>();
    for (int i = 0; i < 6; i++) {
      replies.add(get(Requests.get("http://a/")));
    }
    int atOnce = served.size();
    pass(Duration.ofMillis(150));
    int later = served.size();
    pass(Duration.ofSeconds(1));

    assertThat(List.of(atOnce, later, served.size())).containsExactly(1, 2, 4);
    assertThat(replies).filteredOn(Future::failed).hasSize(2);
    assertThat(served.getLast().limit()).isEqualTo("delayed route all per client.ip");
  }

  @Test
  void givesTheNextClientThePlaceOfOneThatLeft() {
    limitedBy("limit 10r/s burst 1 per client.ip delay 300ms");
    get(Requests.get("http://a/"));
    var leaver = Requests.get("http://a/").exchange(loop);
    run(leaver);
    get(Requests.get("http://a/"));
    get(Requests.get("http://a/"));
    var tooMany = get(Requests.get("http://a/"));

    leaver.clientGone();
    var next = get(Requests.get("http://a/"));
    var onceMore = get(Requests.get("http://a/"));
    pass(Duration.ofMillis(250));

    assertThat(tooMany.failed()).isTrue();
    assertThat(next.succeeded()).isTrue();
    assertThat(onceMore.failed()).isTrue();
    assertThat(served).doesNotContain(leaver);
  }

  @Test
  void losesThePlaceThatNobodyTookInTime() {
    limitedBy("limit 10r/s burst 1 per client.ip delay 300ms");
    get(Requests.get("http://a/"));
    var leaver = Requests.get("http://a/").exchange(loop);
    run(leaver);
    leaver.clientGone();

    pass(Duration.ofMillis(400));
    int passed = passed(3, Requests.get("http://a/"));

    assertThat(passed).isEqualTo(1);
  }

  private void limitedBy(String text) {
    var route = Limits.route(text);
    var filters = filters();
    var behind = filters.afterLogin(route);
    Next login =
        exchange -> behind.isEmpty() ? serve(exchange) : behind.get().apply(exchange, this::serve);
    chain = filters.beforeLogin(route).map(filter -> filter.before(login)).orElse(login);
    limits.settle(route.settings().limits(), filters);
  }

  private RateLimits.Filters filters() {
    try {
      return limits.filters(Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Future<Reply> serve(Exchange exchange) {
    served.add(exchange);
    return Future.succeededFuture(Reply.local(ResponseHead.of(200, FieldLines.NONE), Body.EMPTY));
  }

  private Future<Reply> get(Requests request) {
    return run(request.exchange(loop));
  }

  private Future<Reply> run(Exchange exchange) {
    try {
      return chain.proceed(exchange);
    } catch (ProxyFailure failure) {
      return Future.failedFuture(failure);
    }
  }

  private int passed(int tries, Requests request) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      passed += get(request).succeeded() ? 1 : 0;
    }
    return passed;
  }

  private int passed(int tries, Requests request, String subject) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
      var exchange = request.exchange(loop);
      exchange.claims("main", new Claims(Map.of("sub", subject)));
      passed += run(exchange).succeeded() ? 1 : 0;
    }
    return passed;
  }

  /** Lets time pass, tick by tick, on the clock and on the loop. */
  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 10) {
      clock.advance(Duration.ofMillis(Math.min(10, left)));
      loop.deadlines().advance(clock.getAsLong());
    }
  }

  private static List<String> lines(List<byte[]> lines) {
    return lines.stream().map(line -> new String(line, StandardCharsets.ISO_8859_1)).toList();
  }
}
