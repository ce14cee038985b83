package io.weir.main;

import io.weir.vrrp.run.Notice;
import io.weir.vrrp.run.RouterId;
import io.weir.vrrp.state.Role;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the programs that want to know of roles, one after the other and in the order of what
 * happened, on a thread of their own: {@code PROGRAM INSTANCE "51 on eth0" MASTER 200}, as
 * keepalived does. Nobody waits for them, and who takes too long is killed.
 */
final class RouterHooks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterHooks.class);
  private static final int WAITING = 256;
  private static final long LAST_MILLIS = 5000;

  private final BlockingQueue<Call> calls = new ArrayBlockingQueue<>(WAITING);
  private volatile Map<RouterId, Hook> hooks = Map.of();
  private volatile boolean isClosing;
  private final Thread thread;

  /** What is run for a router. */
  record Hook(Path program, Duration timeout) {}

  private record Call(Hook hook, List<String> arguments) {}

  RouterHooks() {
    thread = Thread.ofPlatform().name("weir-vrrp-hooks").daemon().start(this::run);
  }

  /** These are run from now on. */
  void use(Map<RouterId, Hook> next) {
    hooks = Map.copyOf(next);
  }

  /** Notes what has happened, and never waits. */
  void noticed(Notice notice) {
    var hook = hooks.get(notice.router());
    if (hook == null) {
      return;
    }
    switch (notice) {
      case Notice.Moved(var router, var move) ->
          call(hook, router, state(move.to()), move.priority());
      case Notice.Reasserted(var router, int priority) ->
          call(hook, router, "MASTER_RX_LOWER_PRI", priority);
      case Notice.Refused _, Notice.OtherAddresses _, Notice.Conflict _, Notice.Failed _ -> {}
    }
  }

  private void call(Hook hook, RouterId router, String state, int priority) {
    var arguments = List.of("INSTANCE", router.toString(), state, Integer.toString(priority));
    if (!calls.offer(new Call(hook, arguments))) {
      LOG.error("'{}' is not told of {}: {} calls wait already", hook.program(), state, WAITING);
    }
  }

  /** The words of keepalived. */
  static String state(Role role) {
    return switch (role) {
      case INIT -> "STOP";
      case FAULT -> "FAULT";
      case BACKUP -> "BACKUP";
      case ACTIVE -> "MASTER";
    };
  }

  private void run() {
    try {
      while (!isClosing || !calls.isEmpty()) {
        var call = calls.poll(100, TimeUnit.MILLISECONDS);
        if (call != null) {
          run(call);
        }
      }
    } catch (InterruptedException _) {
      // The end.
    }
  }

  private static void run(Call call) throws InterruptedException {
    var command = new ArrayList<String>();
    command.add(call.hook().program().toString());
    command.addAll(call.arguments());
    var builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      var process = builder.start();
      if (!process.waitFor(call.hook().timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        // Looked for first, as nobody knows whose they were afterwards; killed last, lest it go on.
        var children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        LOG.warn("killed '{}' after {}", call.hook().program(), call.hook().timeout());
      } else if (process.exitValue() != 0) {
        LOG.warn("'{}' ended with {}", String.join(" ", command), process.exitValue());
      }
    } catch (IOException e) {
      LOG.error("cannot run '{}': {}", call.hook().program(), e.getMessage());
    }
  }

  /** Lets what waits be run, for five seconds at most. */
  @Override
  public void close() {
    isClosing = true;
    try {
      thread.join(LAST_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
