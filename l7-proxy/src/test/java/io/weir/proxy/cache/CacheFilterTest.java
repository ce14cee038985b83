package io.weir.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.proxy.cache.purge.Tags;
import io.weir.proxy.cache.rule.Freshness;
import io.weir.proxy.cache.rule.Lines;
import io.weir.proxy.cache.rule.StalePolicy;
import io.weir.proxy.cache.rule.Validators;
import io.weir.proxy.cache.rule.Vary;
import io.weir.proxy.cache.store.CacheKey;
import io.weir.proxy.cache.store.CacheStore;
import io.weir.proxy.cache.store.MemoryStore;
import io.weir.proxy.cache.store.StoredResponse;
import io.weir.proxy.exchange.Body;
import io.weir.proxy.exchange.FieldLines;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Requests;
import io.weir.proxy.exchange.ResponseHead;
import io.weir.proxy.filter.Next;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What other loops do between two steps of a request, done here at just that place. */
class CacheFilterTest {
  private static final String URL = "http://a.test/x";
  private static final CacheKey KEY = CacheKey.of(URL);
  private static final StoredResponse.Selection ALL =
      new StoredResponse.Selection(Vary.NONE, Vary.NONE.valuesOf(FieldLines.NONE));
  private static final CacheRules RULES =
      new CacheRules(
          StalePolicy.PLAIN,
          false,
          List.of(),
          _ -> false,
          new CacheRules.Ahead(0, false),
          List.of(),
          0,
          CacheRules.WAIT_NANOS);

  private final Loop loop = Loop.detached(1);
  private final MemoryStore memory = new MemoryStore("test", 1 << 20, 1 << 20);
  private Runnable missed = () -> {};
  private final SharedCache cache = new SharedCache(store(), 1);
  private int asked;

  @AfterEach
  void freeWhatIsKept() {
    cache.close();
  }

  /** The store, which does something more whenever it had nothing in memory. */
  private CacheStore store() {
    return (CacheStore)
        Proxy.newProxyInstance(
            CacheStore.class.getClassLoader(),
            new Class<?>[] {CacheStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("findBelow")) {
                missed.run();
              }
              return method.invoke(memory, arguments);
            });
  }

  private StoredResponse stored(Freshness freshness) {
    var writer = Objects.requireNonNull(memory.open(KEY, -1, false));
    var octets = Unpooled.copiedBuffer("kept", StandardCharsets.UTF_8);
    assertThat(writer.append(octets)).isTrue();
    octets.release();
    var head = ResponseHead.of(200, Lines.of("ETag: \"1\""));
    return new StoredResponse(head, freshness, ALL, memory.sequence(), null, writer.seal());
  }

  private static Freshness fresh(long lifetime) {
    return new Freshness(
        System.currentTimeMillis(), 0, new Freshness.Terms(lifetime, 0, 0, 0, false));
  }

  private Reply reply(Next server) {
    var filter = new CacheFilter(cache, RULES);
    return Objects.requireNonNull(
        filter
            .apply(
                Requests.get(URL).exchange(loop),
                exchange -> {
                  asked++;
                  return server.proceed(exchange);
                })
            .result());
  }

  private static void free(Reply reply) {
    reply.body().discard();
  }

  @Test
  void findsWhatWasStoredWhileItJoinedTheFetchThatIsOver() {
    var flight = cache.newFlight();
    cache.enter(KEY, flight);
    var filling =
        new Filling(loop, memory, Objects.requireNonNull(memory.open(KEY, -1, false)), -1);
    filling.start(null, null);
    filling.end(FieldLines.NONE);
    var head = ResponseHead.of(200, FieldLines.NONE);
    var validators = Validators.of(FieldLines.NONE, 0);
    missed =
        () -> {
          memory.put(KEY, stored(fresh(60_000)));
          flight.land(
              new Landing.Arriving(head, head, fresh(60_000), validators, ALL, Tags.NONE, filling));
        };

    var reply = reply(_ -> Future.failedFuture("asked"));

    assertThat(asked).isZero();
    assertThat(reply.status()).isEqualTo(200);
    free(reply);
  }

  @Test
  void servesWhatWasEvictedWhileItWasValidated() {
    memory.put(KEY, stored(fresh(-1)));

    var reply =
        reply(_ -> {
          boolean isFirst = asked == 1;
          if (isFirst) {
            memory.remove(KEY);
          }
          var head = ResponseHead.of(isFirst ? 304 : 200, Lines.of("ETag: \"1\""));
          return Future.succeededFuture(Reply.upstream(head, Body.EMPTY));
        });

    assertThat(asked).isEqualTo(1);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().length()).isEqualTo("kept".length());
    free(reply);
  }
}
