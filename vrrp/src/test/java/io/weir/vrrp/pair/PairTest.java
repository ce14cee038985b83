package io.weir.vrrp.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PairTest {
  private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.251");
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

  private final BlockingQueue<InetAddress> deaths = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var one : opened) {
      one.close();
    }
  }

  @Test
  void tellsOfADeathWhenTheStreamIsClosedWithoutAGoodBye() throws Exception {
    try (var dying = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var watch = watch(dying.getLocalPort());
      var stream = dying.accept();
      live(stream);
      await(watch);

      stream.close();

      assertThat(deaths.poll(10, TimeUnit.SECONDS)).isEqualTo(SOURCE);
    }
  }

  @Test
  void tellsOfADeathWhenTheStreamIsReset() throws Exception {
    try (var dying = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var watch = watch(dying.getLocalPort());
      var stream = dying.accept();
      live(stream);
      await(watch);

      stream.setSoLinger(true, 0);
      stream.close();

      assertThat(deaths.poll(10, TimeUnit.SECONDS)).isEqualTo(SOURCE);
    }
  }

  @Test
  void anOrderlyEndIsNoDeath() throws Exception {
    var told = pair(List.of());
    var watch = watch(told.port());
    await(watch);

    told.close();
    awaitNot(watch);

    assertThat(deaths).isEmpty();
  }

  @Test
  void whoHasAnotherKeyIsNotBelieved() throws Exception {
    try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      watch(stranger.getLocalPort());
      var stream = stranger.accept();
      var lines = new Lines(stream);
      stream.setSoTimeout(5000);
      lines.write("WEIR-PAIR 1 " + "00".repeat(16));
      lines.read();
      lines.write("PROOF " + "00".repeat(32));
      lines.write("SOURCES 192.0.2.251");
      stream.close();

      // It comes again only when it has given up the first stream.
      stranger.accept().close();
      assertThat(deaths).isEmpty();
    }
  }

  @Test
  void whoEchoesTheProofIsNotBelieved() throws Exception {
    try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      watch(stranger.getLocalPort());
      var stream = stranger.accept();
      var lines = new Lines(stream);
      stream.setSoTimeout(5000);
      lines.write(lines.read());
      stream.close();

      stranger.accept().close();
      assertThat(deaths).isEmpty();
    }
  }

  @Test
  void whoHasNoKeyIsToldNothing() throws Exception {
    var told = pair(List.of());
    try (var stranger = new Socket(InetAddress.getLoopbackAddress(), told.port())) {
      stranger.setSoTimeout(10_000);
      var lines = new Lines(stranger);
      lines.read();
      lines.write("WEIR-PAIR 1 " + "00".repeat(16));
      lines.write("PROOF " + "00".repeat(32));

      var rest = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(rest).doesNotContain("SOURCES");
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void comesBackToWhoIsStartedAgain() throws Exception {
    var first = pair(List.of());
    var watch = watch(first.port());
    await(watch);
    first.close();
    awaitNot(watch);

    var again =
        new PairConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port()), List.of(), KEY);
    opened.add(new Pair(again, () -> Set.of(SOURCE), deaths::add));

    await(watch);
    assertThat(deaths).isEmpty();
  }

  /** Shows the key and says where adverts come from, as a director does. */
  private static void live(Socket stream) throws IOException {
    var lines = new Lines(stream);
    Handshake.run(lines, Handshake.End.TOLD, KEY);
    lines.write("SOURCES 192.0.2.251");
  }

  private Pair watch(int port) throws IOException {
    return pair(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
  }

  private Pair pair(List<InetSocketAddress> with) throws IOException {
    var on = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var pair = new Pair(new PairConfig(on, with, KEY), () -> Set.of(SOURCE), deaths::add);
    opened.add(pair);
    return pair;
  }

  private static void await(Pair watch) {
    while (watch.watching() == 0) {
      Thread.onSpinWait();
    }
  }

  private static void awaitNot(Pair watch) {
    while (watch.watching() > 0) {
      Thread.onSpinWait();
    }
  }
}
