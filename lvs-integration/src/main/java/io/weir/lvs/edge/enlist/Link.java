package io.weir.lvs.edge.enlist;

import io.weir.lvs.edge.EdgeException;
import io.weir.lvs.edge.EdgeStream;
import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Message;
import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.edge.enlist.Beat.Next;
import io.weir.lvs.edge.enlist.Beat.Told;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The stream to one director, opened again whenever it ends. A virtual thread of its own. */
final class Link implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2000;
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final long epoch;
  private final LinkListener listener;
  private final Supplier<Load> load;
  private final BlockingQueue<Boolean> wakes = new LinkedBlockingQueue<>(1);
  private final Thread thread = Thread.ofVirtual().name("weir-edge").unstarted(this::run);
  private volatile Duty duty;
  private volatile Optional<Draining> draining = Optional.empty();
  private volatile boolean isClosing;
  private volatile boolean isUp;
  private volatile boolean isDirecting;
  private volatile List<Verdict> verdicts = List.of();
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Socket socket = new Socket();

  /**
   * That no new connections are to come.
   *
   * @param done when the director sends none
   */
  private record Draining(Duration deadline, CompletableFuture<Void> done) {}

  Link(Duty duty, long epoch, LinkListener listener, Supplier<Load> load) {
    this.duty = duty;
    this.epoch = epoch;
    this.listener = listener;
    this.load = load;
  }

  void start() {
    thread.start();
  }

  /** Tells this from now on. */
  void want(Duty next) {
    duty = next;
    wake();
  }

  /** Has the director send no new connections; done when it does not, or is not there. */
  CompletableFuture<Void> drain(Duration deadline) {
    var done = new CompletableFuture<Void>();
    draining = Optional.of(new Draining(deadline, done));
    wake();
    if (!isUp) {
      done.complete(null);
    }
    return done;
  }

  LinkStatus status() {
    return new LinkStatus(duty, isUp, draining.isPresent(), isDirecting, verdicts, trouble);
  }

  /** Says good-bye soon; see {@link #join}. */
  @Override
  public void close() {
    isClosing = true;
    wake();
  }

  /** Waits for the good-bye; after this long it is left unsaid. */
  void join(Duration patience) {
    try {
      if (!thread.join(patience)) {
        socket.close();
      }
    } catch (IOException _) {
      // What is closed is gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    // One is enough: what is wanted is looked at anew.
    var _ = wakes.offer(true);
  }

  private void run() {
    int failures = 0;
    while (!isClosing) {
      boolean wasUp = false;
      try (var next = new Socket()) {
        socket = next;
        next.connect(duty.at(), CONNECT_MILLIS);
        try (var stream =
            EdgeStream.call(next, duty.key(), epoch, System.nanoTime() + ANSWER_NANOS)) {
          serve(stream);
        }
      } catch (IOException e) {
        wasUp = isUp;
        lost(reason(e));
      }
      isUp = false;
      drained();
      failures = wasUp ? 1 : failures + 1;
      var part = ThreadLocalRandom.current().nextDouble();
      long end =
          System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Beat.pauseMillis(failures, part));
      // Another weight is no reason to come back at once, nor are many.
      while (!isClosing && end - System.nanoTime() > 0) {
        await(end - System.nanoTime());
      }
    }
  }

  /** Ends when it is to be closed. */
  private void serve(EdgeStream stream) throws IOException {
    var told = Optional.<Told>empty();
    verdicts = List.of();
    while (!isClosing) {
      var deadline = draining.map(Draining::deadline);
      var wanted = deadline.isPresent() ? duty.drained() : duty;
      switch (Beat.next(told, wanted, deadline, load.get(), System.nanoTime())) {
        case Next.Wait(var nanos) -> await(nanos);
        case Next.Say(var message) -> {
          long now = System.nanoTime();
          var ack = say(stream, message);
          told = Optional.of(Beat.told(told, message, wanted, ack.lease(), now));
          isDirecting = ack.isDirecting();
          if (message instanceof Message.Register) {
            enlisted(wanted, ack);
          } else if (message instanceof Message.Heartbeat && !ack.verdicts().equals(verdicts)) {
            // The director has another file by now.
            enlisted(wanted, ack);
          } else if (message instanceof Message.Drain) {
            drained();
          }
        }
      }
    }
    var _ = say(stream, new Message.Bye());
  }

  private void enlisted(Duty told, Message.Ack ack) throws EdgeException {
    if (ack.verdicts().size() != told.offers().size()) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    verdicts = ack.verdicts();
    boolean wasUp = isUp;
    isUp = true;
    trouble = Optional.empty();
    if (!wasUp) {
      listener.enlisted(told.at());
    }
    for (int i = 0; i < told.offers().size(); i++) {
      if (ack.verdicts().get(i) != Verdict.ACCEPTED) {
        listener.refused(told.at(), told.offers().get(i), ack.verdicts().get(i));
      }
    }
  }

  /** Each message has one answer. */
  private static Message.Ack say(EdgeStream stream, Message message) throws IOException {
    stream.send(message);
    return switch (stream.receive(System.nanoTime() + ANSWER_NANOS)) {
      case Message.Ack ack -> ack;
      case Message.Refused(var why) -> throw new EdgeException(why);
      case Message.Register _, Message.Heartbeat _, Message.Drain _, Message.Bye _ ->
          throw new EdgeException(Refusal.MALFORMED);
    };
  }

  private void drained() {
    draining.ifPresent(it -> it.done().complete(null));
  }

  private void lost(String why) {
    if (!isClosing && !trouble.equals(Optional.of(why))) {
      trouble = Optional.of(why);
      listener.lost(duty.at(), why);
    }
  }

  private String reason(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> "no answer in time";
      case EOFException _ when isUp -> "the stream was closed";
      case EOFException _ ->
          "the stream was closed; either it does not know the edge '%s', or has another key for it"
              .formatted(duty.key().name());
      case EdgeException it when it.refusal() == Refusal.WRONG_KEY ->
          "the director does not have the key of the edge '%s'".formatted(duty.key().name());
      case IOException _ -> String.valueOf(e.getMessage());
    };
  }

  private void await(long nanos) {
    try {
      var _ = wakes.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      // Nobody interrupts this thread but a JVM that ends.
      isClosing = true;
    }
  }
}
