package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.EdgeException;
import io.weir.lvs.edge.EdgeKey;
import io.weir.lvs.edge.EdgeStream;
import io.weir.lvs.edge.Message;
import io.weir.lvs.edge.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where edges come to a director. A platform thread accepts, a virtual one serves each stream, and
 * a third ends leases, so that an edge that does not read is no reason to believe it for longer.
 * Any thread may call.
 */
public final class Door implements AutoCloseable {
  private static final int MOST_STREAMS = 1024;
  private static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Longer than any lease: those are ended elsewhere. */
  private static final long PATIENCE_NANOS = 2 * Book.MOST_LEASE.toNanos();

  /** How late a lease may end, or a socket that cannot be accepted be tried again. */
  private static final long LOOK_MILLIS = 50;

  private static final long LAST_MILLIS = 1000;

  /** How long the kernel may take before an edge that drains is answered all the same. */
  private static final long APPLY_MILLIS = 1000;

  private final InetSocketAddress at;
  private final DoorListener listener;
  private final ServerSocket listening;
  private final Thread accepting =
      Thread.ofPlatform().daemon().name("weir-edges").unstarted(this::accept);
  private final Map<Long, Live> streams = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(MOST_STREAMS);
  private final HalfOpen halfOpen = new HalfOpen();
  private final Refusals refusals = new Refusals();
  private final Telling telling = new Telling();
  private final AtomicLong ids = new AtomicLong();
  private volatile Map<String, List<EdgeKey>> keys = Map.of();
  private volatile Book book = Book.EMPTY;
  private volatile boolean isClosing;

  /** A stream whose other end has shown its key. */
  private record Live(EdgeStream stream, InetAddress peer) {}

  /** What an event led to, and when the kernel knows. */
  private record Applied(Step step, CompletableFuture<?> inKernel) {}

  /**
   * Listens; nobody is let in before {@link #settle}.
   *
   * @throws IOException if the place cannot be had
   */
  public static Door open(InetSocketAddress at, DoorListener listener) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(at);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    var door = new Door(at, listener, socket);
    door.accepting.start();
    Thread.ofPlatform().daemon().name("weir-edge-leases").start(door::watch);
    return door;
  }

  private Door(InetSocketAddress at, DoorListener listener, ServerSocket listening) {
    this.at = at;
    this.listener = listener;
    this.listening = listening;
  }

  /** Where it was asked to listen. */
  public InetSocketAddress at() {
    return at;
  }

  /** The port listened on. */
  public int port() {
    return listening.getLocalPort();
  }

  /** These may come in from now on, and with these keys. Who may not any more is sent away. */
  public void settle(AcceptRules rules, Map<String, List<EdgeKey>> next) {
    keys = Map.copyOf(next);
    var _ = apply(new Event.Governed(rules));
    streams.forEach((id, live) -> {
      if (!next.getOrDefault(live.stream().name(), List.of()).contains(live.stream().key())) {
        cut(id, Refusal.DISMISSED);
      }
    });
  }

  /** What is known of the edges. */
  public Book book() {
    return book;
  }

  /** How many streams were refused or ended, by reason. */
  public Map<Refusal, Long> refusals() {
    return refusals.all();
  }

  private void accept() {
    while (!isClosing) {
      try {
        welcome(listening.accept());
      } catch (IOException _) {
        // The end, or no descriptor is left: whoever comes waits in the kernel meanwhile.
        pause();
      }
    }
  }

  private void welcome(Socket socket) throws IOException {
    var peer = socket.getInetAddress();
    if (!room.tryAcquire()) {
      refuse(peer, Refusal.TOO_MANY);
      socket.close();
    } else if (!halfOpen.enter(peer)) {
      room.release();
      refuse(peer, Refusal.TOO_MANY);
      socket.close();
    } else {
      Thread.ofVirtual().name("weir-edge-stream").start(() -> serve(socket, peer));
    }
  }

  private void serve(Socket socket, InetAddress peer) {
    try (socket) {
      EdgeStream stream;
      try {
        stream = EdgeStream.answer(socket, this::keys, System.nanoTime() + HANDSHAKE_NANOS);
      } finally {
        halfOpen.leave(peer);
      }
      converse(new Live(stream, peer));
    } catch (EdgeException e) {
      refuse(peer, e.refusal());
    } catch (SocketTimeoutException _) {
      refuse(peer, Refusal.LATE);
    } catch (IOException _) {
      // Gone, or sent away.
    } finally {
      room.release();
    }
  }

  private List<EdgeKey> keys(String name) {
    return keys.getOrDefault(name, List.of());
  }

  private void converse(Live live) throws IOException {
    long id = ids.incrementAndGet();
    var stream = live.stream();
    streams.put(id, live);
    try {
      var opened = new Event.Opened(stream.name(), stream.epoch(), id, live.peer());
      hold(stream, id, apply(opened));
      var pace = Pace.beginning(System.nanoTime());
      while (!isClosing) {
        var message = stream.receive(System.nanoTime() + PATIENCE_NANOS);
        pace = pace.after(System.nanoTime()).orElseThrow(() -> new EdgeException(Refusal.TOO_FAST));
        var applied = apply(new Event.Heard(id, message));
        hold(stream, id, applied);
        if (message instanceof Message.Drain) {
          await(applied.inKernel());
        }
        answer(stream, applied.step());
        if (message instanceof Message.Bye) {
          return;
        }
      }
    } finally {
      streams.remove(id);
      var _ = apply(new Event.Closed(id));
    }
  }

  /** Ends the stream that an event came by, if that is what the event led to. */
  private static void hold(EdgeStream stream, long id, Applied applied) throws IOException {
    var why = applied.step().cuts().get(id);
    if (why != null) {
      stream.send(new Message.Refused(why));
      throw new EdgeException(why);
    }
  }

  private void answer(EdgeStream stream, Step step) throws IOException {
    if (step.answer().isPresent()) {
      var ack = step.answer().get();
      stream.send(new Message.Ack(listener.isDirecting(), ack.lease(), ack.verdicts()));
    }
  }

  private static void await(CompletableFuture<?> inKernel) {
    try {
      var _ = inKernel.copy().orTimeout(APPLY_MILLIS, TimeUnit.MILLISECONDS).join();
    } catch (CompletionException _) {
      // Whoever keeps the table tells, and goes on trying.
    }
  }

  private void watch() {
    while (!isClosing) {
      pause();
      var _ = apply(new Event.Passed());
    }
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException _) {
      // Nobody interrupts these threads but a JVM that ends.
      isClosing = true;
    }
  }

  /** The listener is told outside of the lock: it asks for the book under locks of its own. */
  private Applied apply(Event event) {
    Step step;
    boolean isChanged;
    synchronized (this) {
      var before = book;
      step = before.step(event, System.nanoTime());
      // Who ends leaves the kernel's table as it is: connections go on.
      if (!isClosing) {
        book = step.next();
      }
      isChanged = !isClosing && !before.members().equals(book.members());
    }
    telling.of(step.notices(), System.nanoTime()).forEach(listener::noticed);
    step.cuts()
        .forEach((id, why) -> {
          if (!isOwn(event, id)) {
            cut(id, why);
          }
        });
    return new Applied(
        step, isChanged ? listener.changed() : CompletableFuture.completedFuture(null));
  }

  private static boolean isOwn(Event event, long id) {
    return switch (event) {
      case Event.Opened opened -> opened.stream() == id;
      case Event.Heard heard -> heard.stream() == id;
      case Event.Closed _, Event.Governed _, Event.Passed _ -> false;
    };
  }

  private void cut(long id, Refusal why) {
    var live = streams.remove(id);
    if (live != null) {
      refuse(live.peer(), why);
      live.stream().close();
    }
  }

  private void refuse(InetAddress peer, Refusal why) {
    refusals.count(why, System.nanoTime()).ifPresent(n -> listener.refused(peer, why, n));
  }

  /** Ends all streams; the book stays as it is. */
  @Override
  public void close() {
    synchronized (this) {
      isClosing = true;
    }
    streams.values().forEach(live -> live.stream().close());
    try {
      listening.close();
      // The port is free when the thread that accepts has let go of it, and not before.
      accepting.join(LAST_MILLIS);
    } catch (IOException _) {
      // What is closed is gone.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
