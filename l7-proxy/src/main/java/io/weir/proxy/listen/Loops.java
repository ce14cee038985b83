package io.weir.proxy.listen;

import io.netty.channel.EventLoop;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.weir.proxy.exchange.Deadlines;
import io.weir.proxy.exchange.Loop;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts one verticle for each event loop and makes a {@link Loop} of it. */
public final class Loops {
  private Loops() {}

  /**
   * Deploys the verticles; completes with the loops in the order of their numbers.
   *
   * @param count how many; Vert.x must have at least as many event loops
   */
  public static Future<List<Loop>> deploy(Vertx vertx, int count) {
    var verticles = new ArrayList<LoopVerticle>();
    var random = new SecureRandom();
    for (int i = 0; i < count; i++) {
      verticles.add(new LoopVerticle(i, random.nextLong()));
    }
    Future<?> deployed = Future.succeededFuture();
    for (var verticle : verticles) {
      deployed = deployed.compose(_ -> vertx.deployVerticle(verticle, new DeploymentOptions()));
    }
    return deployed.map(_ -> verticles.stream().map(LoopVerticle::loop).toList());
  }

  private static final class LoopVerticle extends AbstractVerticle {
    private final int index;
    private final long seed;
    private volatile Loop loop;

    @SuppressWarnings("NullAway.Init") // set by start, which comes before any use
    LoopVerticle(int index, long seed) {
      this.index = index;
      this.seed = seed;
    }

    Loop loop() {
      return loop;
    }

    @Override
    public void start() {
      EventLoop eventLoop = ((ContextInternal) context).nettyEventLoop();
      var started = new Loop(index, eventLoop, context, seed);
      scheduleTick(started);
      loop = started;
    }

    /** One by one, not at a fixed rate: ticks that were missed must not hide how late it was. */
    private static void scheduleTick(Loop loop) {
      long due = System.nanoTime() + Deadlines.TICK_NANOS;
      loop.eventLoop().schedule(() -> tick(loop, due), Deadlines.TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    private static void tick(Loop loop, long due) {
      long now = System.nanoTime();
      loop.lag().ran(due, now);
      try {
        loop.deadlines().advance(now);
      } finally {
        scheduleTick(loop);
      }
    }
  }
}
