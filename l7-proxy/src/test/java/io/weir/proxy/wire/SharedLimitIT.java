package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several Weirs with one Redis, which is killed and frozen while they are asked. */
class SharedLimitIT {
  private static final int RATE = 200;

  /** Two seconds' worth: so long may a busy machine keep the clients from asking. */
  private static final int BURST = 400;

  @RegisterExtension final ProxyFixture first = new ProxyFixture();
  @RegisterExtension final ProxyFixture second = new ProxyFixture();
  @RegisterExtension final ProxyFixture third = new ProxyFixture();
  @TempDir Path folder;

  private String site(RedisProcess redis, String more, String limits) {
    return "shared redis \"%s\" { timeout 200ms; %s }\nhost * { %s\n route /** as all { respond 200 } }"
        .formatted(redis.url(), more, limits);
  }

  private void start(RedisProcess redis, String more, String limits) {
    for (var proxy : fleet()) {
      proxy.start(site(redis, more, limits));
      Eventually.holds(
          () -> "redis is not asked", () -> proxy.gauge("weir_limit_redis_links") == 1);
    }
  }

  @Test
  void isOneLimitOverTheFleet() throws Exception {
    try (var redis = RedisProcess.running()) {
      start(redis, "", "limit %dr/s burst %d per host shared".formatted(RATE, BURST));

      var load = load(Duration.ofSeconds(4));

      double allowed = BURST + RATE * load.seconds;
      assertThat(load.statuses).containsOnly(200, 429);
      assertThat((double) load.passed()).isBetween(allowed * 0.98, allowed * 1.02);
      assertThat(first.gauge("weir_limit_redis_unanswered_total")).isZero();
    }
  }

  @Test
  void takesNothingFromAnyLimitIfRedisRefuses() throws Exception {
    try (var redis = RedisProcess.running()) {
      start(
          redis,
          "",
          "limit 1r/h burst 5 per path\n"
              + "limit 1r/h burst 4 per host shared\nlimit 1r/h burst 2 per query \"q\" shared");

      var statuses = new ArrayList<Integer>();
      for (var path : List.of("/?q=a", "/?q=a", "/?q=a", "/?q=b", "/?q=b", "/?q=c")) {
        statuses.add(status(first, path));
      }
      int elsewhere = status(second, "/?q=d");

      assertThat(statuses).containsExactly(200, 200, 429, 200, 200, 429);
      assertThat(elsewhere).isEqualTo(429);
    }
  }

  @Test
  void goesOnFromWhatItKnewWhenRedisIsKilledAndIsExactAgainAfter() throws Exception {
    try (var redis = RedisProcess.running()) {
      start(redis, "", "limit %dr/s burst %d per host shared".formatted(RATE, BURST));
      load(Duration.ofSeconds(2));

      var killed = Executors.newSingleThreadScheduledExecutor();
      killed.schedule(
          () -> {
            redis.kill();
            return true;
          },
          500,
          TimeUnit.MILLISECONDS);
      var during = load(Duration.ofSeconds(3));
      killed.shutdown();
      redis.start();
      for (var proxy : fleet()) {
        Eventually.holds(
            () -> "redis is not asked again", () -> proxy.gauge("weir_limit_redis_links") == 1);
      }
      var after = load(Duration.ofSeconds(3));

      assertThat(during.statuses).containsOnly(200, 429);
      assertThat(during.slowestMillis).isLessThan(1_000);
      // Each of three by itself: three times the rate, but no bucket begins anew.
      assertThat((double) during.passed()).isBetween(RATE * 2.5, 3 * RATE * during.seconds + BURST);
      double allowed = BURST + RATE * after.seconds;
      assertThat((double) after.passed()).isBetween(allowed * 0.98, allowed * 1.02);
    }
  }

  @Test
  void waitsForAFrozenRedisAFewTimesAndThenNoMore() throws Exception {
    try (var redis = RedisProcess.running()) {
      start(redis, "on-failure open", "limit 1r/h burst 1 per host shared");
      redis.freeze();

      var begin = System.nanoTime();
      var statuses = new ArrayList<Integer>();
      for (int i = 0; i < 200; i++) {
        statuses.add(status(first, "/"));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      redis.thaw();

      assertThat(statuses).containsOnly(200);
      // Five time-outs of 200 ms, then the breaker is open.
      assertThat(seconds).isBetween(0.9, 3.0);
      Eventually.holds(
          () -> "redis is not asked again", () -> first.gauge("weir_limit_redis_links") == 1);
    }
  }

  @Test
  void refusesWhatNobodyCanAnswerForIfToldTo() throws Exception {
    try (var redis = RedisProcess.running()) {
      start(redis, "on-failure closed", "limit 100r/s per host shared");
      redis.kill();

      var statuses = List.of(status(first, "/"), status(first, "/"));

      assertThat(statuses).containsExactly(503, 503);
    }
  }

  @Test
  void entersRedisWithAPasswordThatNobodySees() throws Exception {
    var file = Files.writeString(folder.resolve("password"), "hunter2\n");
    try (var redis = RedisProcess.running("--requirepass", "hunter2")) {
      start(redis, "password file \"" + file + "\"", "limit 1r/h burst 1 per host shared");

      var statuses = List.of(status(first, "/"), status(second, "/"));

      assertThat(statuses).containsExactly(200, 429);
      assertThat(first.server().current().toString()).doesNotContain("hunter2");
    }
  }

  @Test
  void asksUnderTlsWhomItsAuthorityKnows() throws Exception {
    var key = folder.resolve("key.pem").toString();
    var certificate = folder.resolve("ca.pem").toString();
    var openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=redis.test",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                key,
                "-out",
                certificate)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(openssl.waitFor()).isZero();

    try (var redis = RedisProcess.underTls(certificate, key)) {
      start(redis, "ca \"" + certificate + "\"", "limit 1r/h burst 1 per host shared");

      var statuses = List.of(status(first, "/"), status(second, "/"));

      assertThat(statuses).containsExactly(200, 429);
    }
  }

  @Test
  void asksAnotherRedisAfterAReload() throws Exception {
    try (var redis = RedisProcess.running();
        var other = RedisProcess.running()) {
      start(redis, "", "limit 1r/h burst 1 per host shared");
      int before = status(first, "/");

      for (var proxy : fleet()) {
        proxy.apply(site(other, "", "limit 1r/h burst 1 per host shared"));
        Eventually.holds(
            () -> "the other redis is not asked", () -> proxy.gauge("weir_limit_redis_links") == 1);
      }
      redis.kill();
      var after = List.of(status(first, "/"), status(second, "/"));

      assertThat(before).isEqualTo(200);
      assertThat(after).containsExactly(200, 429);
      assertThat(first.gauge("weir_limit_redis_unanswered_total")).isZero();
    }
  }

  private List<ProxyFixture> fleet() {
    return List.of(first, second, third);
  }

  private static int status(ProxyFixture proxy, String path) throws IOException {
    return proxy.client().get(path).read().status();
  }

  /** What clients of all three met in some time. */
  private record Load(List<Integer> statuses, double seconds, double slowestMillis) {
    long passed() {
      return statuses.stream().filter(status -> status == 200).count();
    }
  }

  private Load load(Duration time) throws Exception {
    var statuses = new ArrayList<Integer>();
    double slowest = 0;
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients = new ArrayList<Callable<Load>>();
      for (var proxy : fleet()) {
        for (int i = 0; i < 4; i++) {
          var client = proxy.client();
          clients.add(() -> askUntil(end, client));
        }
      }
      for (var future : threads.invokeAll(clients)) {
        var part = future.get();
        statuses.addAll(part.statuses);
        slowest = Math.max(slowest, part.slowestMillis);
      }
    }
    return new Load(statuses, (System.nanoTime() - begin) / 1e9, slowest);
  }

  private static Load askUntil(long end, RawClient client) throws IOException {
    var statuses = new ArrayList<Integer>();
    double slowest = 0;
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      statuses.add(client.get("/").read().status());
      slowest = Math.max(slowest, (System.nanoTime() - now) / 1e6);
    }
    return new Load(statuses, 0, slowest);
  }
}
