package io.weir.proxy.limit;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.weir.proxy.exchange.Deadline;
import io.weir.proxy.exchange.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop's way to Redis, and the breaker in it. All that the requests of one turn want to know
 * leaves as one command; commands do not wait for each other's answers. A lost connection, or some
 * time-outs one after the other, open the breaker: from then on nobody asks, and nobody waits.
 * Every now and then the link connects anew, loads its script and tries it; when an answer has come
 * in time, requests ask again. So it is never a request that tries whether Redis is back. Only its
 * loop may call, but for {@link #isUp}.
 *
 * <p>What was asked while a time-out ran counts as one with it: a single pause of Redis, in which
 * many turns of the loop ask, is not many. And a loop that comes late to its time-outs was held up
 * itself, so that the answers may be there: they get a moment more to be handed over.
 */
final class RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

  /** Time-outs in a row that open the breaker. */
  private static final int MOST_TIMEOUTS = 5;

  /** How late a loop is that was held up, and how long it waits more then. */
  private static final long LATE_NANOS = 1_000_000;

  private static final int MOST_PROBES = 5;

  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

  private final Redis redis;
  private final Loop loop;
  private final long timeoutNanos;
  private final Deadline retry =
      new Deadline() {
        @Override
        protected void expired(long now) {
          connect();
        }
      };
  private final List<RedisBatch> inFlight = new ArrayList<>();
  private @Nullable StatefulRedisConnection<byte[], byte[]> connection;
  private @Nullable RedisBatch gathering;
  private String script = "";
  private int attempt;
  private int timeouts;

  /** When the last time-out was counted. */
  private long timedOutAt;

  private boolean isTold;
  private volatile boolean isUp;

  RedisLink(Redis redis, Loop loop) {
    this.redis = redis;
    this.loop = loop;
    this.timeoutNanos = redis.address().timeout().toNanos();
    connect();
  }

  /** Whether requests are asked for now. Any thread. */
  boolean isUp() {
    return isUp;
  }

  /** Asks, at the end of the loop's turn. Only if {@link #isUp}. */
  void ask(RedisBatch.Question question) {
    var batch = gathering;
    if (batch == null) {
      batch = new RedisBatch();
      gathering = batch;
      loop.execute(this::send);
    }
    batch.add(question);
  }

  private void send() {
    var batch = gathering;
    var to = connection;
    gathering = null;
    if (batch == null) {
      return;
    }
    if (to == null || !isUp) {
      noAnswer(batch);
      return;
    }
    inFlight.add(batch);
    int current = attempt;
    long now = System.nanoTime();
    loop.after(timeoutNanos, () -> due(current, batch, now));
    try {
      to.async()
          .<List<Long>>evalsha(script, ScriptOutputType.MULTI, batch.keys(), batch.arguments())
          .whenComplete(
              (answer, thrown) -> loop.execute(() -> arrived(current, batch, answer, thrown)));
    } catch (RuntimeException e) {
      // The client has been shut down: another configuration asks elsewhere.
      arrived(current, batch, null, e);
    }
  }

  private void arrived(
      int ofAttempt, RedisBatch batch, @Nullable List<Long> answer, @Nullable Throwable thrown) {
    inFlight.remove(batch);
    if (answer == null) {
      noAnswer(batch);
      down(ofAttempt, thrown == null ? "no answer" : reason(thrown));
      return;
    }
    if (batch.answered(answer)) {
      // An answer that came too late is none: a Redis that is slow must open the breaker too.
      timeouts = ofAttempt == attempt ? 0 : timeouts;
      redis.count(true, batch.size());
    }
  }

  private void due(int ofAttempt, RedisBatch batch, long sentAt) {
    if (System.nanoTime() - sentAt - timeoutNanos > LATE_NANOS) {
      loop.after(LATE_NANOS, () -> timedOut(ofAttempt, batch, sentAt));
    } else {
      timedOut(ofAttempt, batch, sentAt);
    }
  }

  private void timedOut(int ofAttempt, RedisBatch batch, long sentAt) {
    if (noAnswer(batch) && ofAttempt == attempt && (timeouts == 0 || sentAt - timedOutAt >= 0)) {
      timeouts++;
      timedOutAt = System.nanoTime();
      if (timeouts >= MOST_TIMEOUTS) {
        down(ofAttempt, "no answer within " + redis.address().timeout().toMillis() + " ms");
      }
    }
  }

  private boolean noAnswer(RedisBatch batch) {
    boolean isNews = batch.unanswered();
    if (isNews) {
      redis.count(false, batch.size());
    }
    return isNews;
  }

  /** Opens the breaker. */
  private void down(int ofAttempt, String why) {
    if (ofAttempt != attempt) {
      return;
    }
    attempt++;
    isUp = false;
    timeouts = 0;
    if (!isTold) {
      isTold = true;
      LOG.warn("redis at {} is not asked for now: {}", redis.address(), why);
    }
    var last = connection;
    connection = null;
    if (last != null) {
      last.closeAsync();
    }
    var left = List.copyOf(inFlight);
    inFlight.clear();
    left.forEach(this::noAnswer);
    loop.deadlines().set(retry, System.nanoTime() + RETRY.toNanos());
  }

  /** Tries whether Redis is there; closes the breaker if it is. */
  private void connect() {
    if (redis.isClosed()) {
      return;
    }
    int current = ++attempt;
    redis
        .client()
        .connectAsync(ByteArrayCodec.INSTANCE, redis.address().uri())
        .whenComplete((made, thrown) -> loop.execute(() -> connected(current, made, thrown)));
    loop.after(
        2 * PROBE_TIMEOUT.toNanos(),
        () -> {
          if (!isUp) {
            down(current, "no connection within " + 2 * PROBE_TIMEOUT.toMillis() + " ms");
          }
        });
  }

  private void connected(
      int ofAttempt,
      @Nullable StatefulRedisConnection<byte[], byte[]> made,
      @Nullable Throwable thrown) {
    if (made == null) {
      down(ofAttempt, thrown == null ? "no connection" : reason(thrown));
      return;
    }
    if (ofAttempt != attempt) {
      made.closeAsync();
      return;
    }
    connection = made;
    made.async()
        .scriptLoad(Redis.SCRIPT)
        .whenComplete((name, failed) -> loop.execute(() -> loaded(ofAttempt, name, failed)));
  }

  private void loaded(int ofAttempt, @Nullable String name, @Nullable Throwable thrown) {
    if (name == null) {
      down(ofAttempt, thrown == null ? "no script" : reason(thrown));
      return;
    }
    if (ofAttempt == attempt) {
      script = name;
      probe(ofAttempt, MOST_PROBES);
    }
  }

  /**
   * Asks for nothing, to see whether an answer comes in time. More than once: the first time in a
   * process is slow whatever Redis does.
   */
  private void probe(int ofAttempt, int left) {
    var to = connection;
    if (to == null) {
      return;
    }
    long asked = System.nanoTime();
    to.async()
        .<List<Long>>evalsha(script, ScriptOutputType.MULTI, new byte[0][])
        .whenComplete((answer, thrown) -> {
          long took = System.nanoTime() - asked;
          loop.execute(() -> {
            if (answer == null) {
              down(ofAttempt, thrown == null ? "no answer" : reason(thrown));
            } else {
              probed(ofAttempt, left - 1, took);
            }
          });
        });
  }

  private void probed(int ofAttempt, int left, long tookNanos) {
    if (ofAttempt != attempt) {
      return;
    }
    if (tookNanos > timeoutNanos) {
      if (left > 0) {
        probe(ofAttempt, left);
      } else {
        down(
            ofAttempt,
            "found its answers too late, the last after %d ms; expected %d at most"
                .formatted(tookNanos / 1_000_000, redis.address().timeout().toMillis()));
      }
      return;
    }
    isUp = true;
    if (isTold) {
      isTold = false;
      LOG.warn("redis at {} is asked again", redis.address());
    }
  }

  private static String reason(Throwable thrown) {
    var cause = thrown instanceof RedisConnectionException ? thrown.getCause() : null;
    return (cause == null ? thrown : cause).toString();
  }
}
