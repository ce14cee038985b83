package io.weir.lvs.edge.accept;

import static io.weir.lvs.edge.Offers.WEB;
import static io.weir.lvs.edge.Offers.key;
import static io.weir.lvs.edge.Offers.offer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.edge.EdgeException;
import io.weir.lvs.edge.EdgeKey;
import io.weir.lvs.edge.EdgeStream;
import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Message;
import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Edges that are not what they say, over sockets. */
@Timeout(60)
class DoorTest {
  private static final EdgeKey ONE = key("one", "key of one");
  private static final EdgeKey TWO = key("two", "key of two");
  private static final Duration LEASE = Duration.ofMillis(600);
  private static final AcceptRules RULES =
      new AcceptRules(
          Map.of("one", allowance("192.0.2.11"), "two", allowance("192.0.2.12")), Set.of(WEB));

  private final BlockingQueue<String> noticed = new LinkedBlockingQueue<>();
  private final BlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Door door;

  @BeforeEach
  void open() throws IOException {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    door = Door.open(at, new Listening(noticed, refused, changes));
    door.settle(RULES, Map.of("one", List.of(ONE), "two", List.of(TWO)));
    opened.add(door);
  }

  @AfterEach
  void close() throws Exception {
    for (var one : opened) {
      one.close();
    }
  }

  @Test
  void anEdgeWithItsKeyIsLetInAndMayRegisterWhatIsItsOwn() throws IOException {
    var stream = call(ONE, 1);

    assertThat(ask(stream, register("192.0.2.11", 7)).verdicts()).containsExactly(Verdict.ACCEPTED);

    assertThat(door.book().members()).extracting(it -> it.offer().server().weight()).contains(7);
    assertThat(changes).hasValue(1);
    ask(stream, new Message.Heartbeat(List.of(7), Load.NONE));
    assertThat(changes).hasValue(1);
    assertThat(ask(stream, register("192.0.2.12", 7)).verdicts())
        .containsExactly(Verdict.NOT_ALLOWED);
    assertThat(door.book().members()).isEmpty();
  }

  @Test
  void anotherKeyOrAnUnknownNameIsToldNothing() {
    for (var stranger : List.of(key("one", "key of two"), key("nobody", "key of one"))) {
      assertThatThrownBy(() -> call(stranger, 1)).isInstanceOf(IOException.class);
    }

    await(() -> count(Refusal.WRONG_KEY) == 2);
    await(() -> !refused.isEmpty());
    assertThat(refused).containsExactly(Refusal.WRONG_KEY);
    assertThat(door.book().enrolments()).isEmpty();
  }

  @Test
  void whatIsNoEdgeIsNotAnswered() throws Exception {
    try (var socket = socket()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(gone(socket)).isTrue();
    }
    assertThat(refused.poll(10, TimeUnit.SECONDS)).isIn(Refusal.MALFORMED, Refusal.NOT_AN_EDGE);
  }

  @Test
  void whatWasSaidOnOneStreamMeansNothingOnAnother() throws IOException {
    var recorded = new ArrayList<byte[]>();
    try (var through = new Recorder(door.port(), recorded);
        var stream = call(new Socket(InetAddress.getLoopbackAddress(), through.port()), ONE, 5)) {
      ask(stream, register("192.0.2.11", 7));
      ask(stream, new Message.Bye());
    }

    try (var socket = socket()) {
      var all = new ByteArrayOutputStream();
      var out = new DataOutputStream(all);
      for (byte[] frame : recorded) {
        out.writeShort(frame.length);
        out.write(frame);
      }
      // At once: the director does not wait for the end before it closes the stream.
      socket.getOutputStream().write(all.toByteArray());
      assertThat(gone(socket)).isTrue();
    }

    await(() -> count(Refusal.WRONG_KEY) == 1);
    assertThat(door.book().members()).isEmpty();
  }

  @Test
  void aMessageThatIsSaidTwiceOrChangedEndsTheStream() throws IOException {
    var recorded = new ArrayList<byte[]>();
    try (var through = new Recorder(door.port(), recorded);
        var stream = call(new Socket(InetAddress.getLoopbackAddress(), through.port()), ONE, 5)) {
      ask(stream, register("192.0.2.11", 7));

      through.say(recorded.getLast());
      assertThatThrownBy(() -> ask(stream, new Message.Bye())).isInstanceOf(IOException.class);

      await(() -> count(Refusal.OUT_OF_ORDER) == 1);
    }
    recorded.clear();
    try (var through = new Recorder(door.port(), recorded);
        var stream = call(new Socket(InetAddress.getLoopbackAddress(), through.port()), ONE, 6)) {
      ask(stream, register("192.0.2.11", 7));

      byte[] changed = recorded.getLast().clone();
      changed[changed.length - 20] ^= 1;
      through.say(changed);
      assertThatThrownBy(() -> ask(stream, new Message.Bye())).isInstanceOf(IOException.class);

      await(() -> count(Refusal.NOT_SIGNED) == 1);
      assertThat(door.book().members()).isEmpty();
    }
  }

  @Test
  void aFormerStartOfAnEdgeIsToldSo() throws IOException {
    ask(call(ONE, 9), register("192.0.2.11", 7));

    var old = call(ONE, 8);

    assertThatThrownBy(() -> ask(old, register("192.0.2.11", 70)))
        .isInstanceOfSatisfying(
            EdgeException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.OLD_BOOT));
    assertThat(door.book().members()).extracting(it -> it.offer().server().weight()).contains(7);
  }

  @Test
  void aFloodOfRegistrationsEndsTheStreamAndTheLogStaysShort() throws IOException {
    var stream = call(ONE, 1);

    try {
      for (int i = 0; i < 1000; i++) {
        stream.send(register(i % 2 == 0 ? "192.0.2.11" : "192.0.2.99", 7));
      }
    } catch (IOException _) {
      // It was ended.
    }

    await(() -> count(Refusal.TOO_FAST) == 1);
    await(() -> door.book().members().isEmpty());
    assertThat(noticed).hasSizeLessThan(250);
  }

  @Test
  void halfOpenStreamsAreFewAndShort() throws IOException {
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < 30; i++) {
      var socket = socket();
      opened.add(socket);
      sockets.add(socket);
    }

    var drip = new DataOutputStream(sockets.getFirst().getOutputStream());
    drip.writeShort(128);
    var looks = new AtomicInteger();
    await(() -> {
      try {
        if (looks.incrementAndGet() % 100 == 0) {
          drip.writeByte(0);
        }
      } catch (IOException _) {
        // That is what is waited for.
      }
      return count(Refusal.TOO_MANY) + count(Refusal.LATE) == 30;
    });
    assertThat(count(Refusal.TOO_MANY)).isPositive();
    ask(call(ONE, 1), register("192.0.2.11", 7));
  }

  @Test
  void anEdgeThatFallsSilentIsCutOffAtTheEndOfItsLease() throws IOException {
    var stream = call(ONE, 1);
    ask(stream, register("192.0.2.11", 7));
    long start = System.nanoTime();

    await(() -> door.book().members().stream().allMatch(it -> it.standing() == Standing.SILENT));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(LEASE.minusMillis(100), LEASE.plusSeconds(10));
    assertThatThrownBy(() -> ask(stream, new Message.Bye())).isInstanceOf(IOException.class);
    await(() -> changes.get() == 2);
  }

  @Test
  void anEdgeWhoseProcessDiesIsGoneAtOnce() throws IOException {
    var socket = socket();
    ask(call(socket, ONE, 1), register("192.0.2.11", 7));

    socket.setSoLinger(true, 0);
    socket.close();

    await(() -> door.book().members().isEmpty());
    assertThat(door.book().enrolments().get("one").standing()).isEqualTo(Standing.GONE);
  }

  @Test
  void aKeyThatIsReplacedIsNoGoodAnyMore() throws IOException {
    ask(call(ONE, 1), register("192.0.2.11", 7));
    var next = key("one", "another key");

    door.settle(RULES, Map.of("one", List.of(next)));

    await(() -> door.book().members().isEmpty());
    assertThatThrownBy(() -> call(ONE, 1)).isInstanceOf(IOException.class);
    ask(call(next, 1), register("192.0.2.11", 7));
  }

  @Test
  void aDirectorThatEndsLeavesTheTableAsItIs() throws IOException {
    ask(call(ONE, 1), register("192.0.2.11", 7));

    door.close();

    assertThat(door.book().members()).hasSize(1);
    assertThat(changes).hasValue(1);
  }

  private long count(Refusal why) {
    return door.refusals().getOrDefault(why, 0L);
  }

  private static Allowance allowance(String address) {
    return new Allowance(Set.of(InetAddress.ofLiteral(address)), Set.of());
  }

  private static Message register(String address, int weight) {
    return new Message.Register(LEASE, List.of(offer(WEB, address, weight)));
  }

  private Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), door.port());
  }

  private EdgeStream call(EdgeKey key, long epoch) throws IOException {
    return call(socket(), key, epoch);
  }

  private EdgeStream call(Socket socket, EdgeKey key, long epoch) throws IOException {
    var stream =
        EdgeStream.call(socket, key, epoch, System.nanoTime() + TimeUnit.SECONDS.toNanos(10));
    opened.add(stream);
    return stream;
  }

  private static Message.Ack ask(EdgeStream stream, Message message) throws IOException {
    stream.send(message);
    return switch (stream.receive(System.nanoTime() + TimeUnit.SECONDS.toNanos(10))) {
      case Message.Ack ack -> ack;
      case Message.Refused(var why) -> throw new EdgeException(why);
      case Message other -> throw new IOException("found " + other);
    };
  }

  /** Whether the other end closes, whatever it says before. */
  private static boolean gone(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("past the time to wait").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Stands between an edge and a director, and keeps what the edge says. */
  private static final class Recorder implements AutoCloseable {
    private final java.net.ServerSocket listening;
    private final Socket there;

    Recorder(int port, List<byte[]> recorded) throws IOException {
      listening = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      there = new Socket(InetAddress.getLoopbackAddress(), port);
      Thread.ofVirtual()
          .start(() -> {
            try (var here = listening.accept()) {
              Thread.ofVirtual().start(() -> pass(here));
              var in = new DataInputStream(here.getInputStream());
              while (true) {
                var frame = new byte[in.readUnsignedShort()];
                in.readFully(frame);
                recorded.add(frame);
                say(frame);
              }
            } catch (IOException _) {
              // One of them has gone.
            }
          });
    }

    int port() {
      return listening.getLocalPort();
    }

    synchronized void say(byte[] frame) throws IOException {
      var out = new DataOutputStream(there.getOutputStream());
      out.writeShort(frame.length);
      out.write(frame);
    }

    private void pass(Socket here) {
      try {
        there.getInputStream().transferTo(here.getOutputStream());
        here.close();
      } catch (IOException _) {
        // One of them has gone.
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      there.close();
    }
  }
}
