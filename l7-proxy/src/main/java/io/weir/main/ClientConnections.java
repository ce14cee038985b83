package io.weir.main;

import io.weir.proxy.http1.Http1Loop;
import io.weir.proxy.http1.ServerConnections;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The client connections of all loops. Any thread but a loop's; what counts them waits for it. */
record ClientConnections(List<Http1Loop> loops) {
  ClientConnections {
    loops = List.copyOf(loops);
  }

  /** How many are open. */
  int open() {
    return sum(ServerConnections::open);
  }

  /** How many are open and no tunnels. */
  int requests() {
    return sum(ServerConnections::requests);
  }

  /** Closes those whose listener is no more, or knows clients in another way. */
  void settle() {
    each(ServerConnections::settle);
  }

  /** Closes those that wait for a request; the others once theirs is answered. */
  void drain() {
    each(ServerConnections::drain);
  }

  /** Cuts off those that are no tunnels. */
  void cutRequests() {
    each(ServerConnections::closeRequests);
  }

  /** Cuts off all. */
  void close() {
    each(ServerConnections::closeAll);
  }

  private void each(Consumer<ServerConnections> deed) {
    for (var loop : loops) {
      loop.loop().execute(() -> deed.accept(loop.connections()));
    }
  }

  private int sum(ToIntFunction<ServerConnections> question) {
    int sum = 0;
    for (var loop : loops) {
      sum += ask(loop, question);
    }
    return sum;
  }

  private static int ask(Http1Loop loop, ToIntFunction<ServerConnections> question) {
    var answer = new CompletableFuture<Integer>();
    loop.loop().execute(() -> answer.complete(question.applyAsInt(loop.connections())));
    return answer.orTimeout(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
