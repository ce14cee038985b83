package io.weir.proxy.files;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.weir.proxy.exchange.Exchange;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.exchange.Reply;
import io.weir.proxy.exchange.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A folder served on one real event loop, as a route {@code /**} would, with a clock of its own.
 */
final class Site implements AutoCloseable {
  /** Long ago, so that files with this time count as settled. */
  static final Instant LONG_AGO = Instant.parse("2024-02-29T12:34:56.789012345Z");

  final Path root;
  final AtomicLong nanos = new AtomicLong(System.nanoTime());
  final Loop loop;
  final Budget budget;
  final FilesTerminal terminal;
  private final Vertx vertx = Vertx.vertx();

  Site(Path root) {
    this(root, new Budget(1 << 20, 16));
  }

  Site(Path root, Budget budget) {
    this.root = root;
    this.budget = budget;
    var context = (ContextInternal) vertx.getOrCreateContext();
    this.loop = new Loop(0, context.nettyEventLoop(), context, 7);
    var folder = new Folder(root, List.of("index.html", "index.htm"), InstantSource.system());
    this.terminal = new FilesTerminal(folder, true, 1, budget, nanos::get);
  }

  /** Writes a file that is old. */
  Path write(String name, byte[] content) throws IOException {
    var path = root.resolve(name);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
    Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
    return path;
  }

  Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Asks and reads the answer; a refusal is thrown as the failure it is. */
  Answer get(String path, String... fields) {
    return ask("GET", path, fields);
  }

  Answer ask(String method, String path, String... fields) {
    return joined(
        reply(exchange(method, path, fields)).thenComposeAsync(Answer::read, loop::execute));
  }

  CompletableFuture<Reply> reply(Exchange exchange) {
    var reply = new CompletableFuture<Reply>();
    run(() ->
        terminal
            .proceed(exchange)
            .onSuccess(reply::complete)
            .onFailure(reply::completeExceptionally));
    return reply;
  }

  Exchange exchange(String method, String path, String... fields) {
    var request = Requests.of(method, "http://a" + path);
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    var exchange = request.exchange(loop);
    var target = exchange.request().target();
    int start = Math.min(target.pathStart() + 1, target.pathEnd());
    exchange.route(null, 0, new int[] {start, target.pathEnd()});
    return exchange;
  }

  /** Lets time pass: the second for which a finding counts. */
  void aSecondLater() {
    nanos.addAndGet(Shelf.FRESH_NANOS);
  }

  void run(Runnable task) {
    loop.execute(task);
  }

  /** Runs the task on the loop and waits for it. */
  void runAndWait(Consumer<Loop> task) {
    joined(CompletableFuture.runAsync(() -> task.accept(loop), loop::execute));
  }

  static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.orTimeout(20, TimeUnit.SECONDS).join();
    } catch (CompletionException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw thrown;
    }
  }

  @Override
  public void close() {
    terminal.close();
    runAndWait(_ -> {});
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
