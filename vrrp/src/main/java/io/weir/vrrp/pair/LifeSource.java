package io.weir.vrrp.pair;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Listens for other directors, and says to each every second where this one's adverts come from.
 * That the stream is open means that this process lives.
 */
final class LifeSource implements AutoCloseable {
  static final int BEAT_MILLIS = 1000;
  private static final int HANDSHAKE_MILLIS = 2000;
  private static final int MOST = 64;
  private static final long LAST_MILLIS = 1000;

  private final ServerSocket listening;
  private final byte[] key;
  private final Supplier<Set<InetAddress>> sources;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(MOST);
  private final Thread accepting;
  private volatile boolean isClosing;

  LifeSource(PairConfig config, Supplier<Set<InetAddress>> sources) throws IOException {
    this.key = config.key();
    this.sources = sources;
    listening = new ServerSocket();
    listening.setReuseAddress(true);
    try {
      listening.bind(config.on());
    } catch (IOException e) {
      listening.close();
      throw e;
    }
    accepting = start("weir-pair-listen", this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  static Thread start(String name, Runnable task) {
    return Thread.ofPlatform().name(name).daemon().start(task);
  }

  private void accept() {
    while (!isClosing) {
      try {
        var socket = listening.accept();
        if (room.tryAcquire()) {
          open.add(socket);
          start("weir-pair-told", () -> serve(socket));
        } else {
          socket.close();
        }
      } catch (IOException _) {
        // One that could not be accepted, or the end; the loop's condition tells.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(HANDSHAKE_MILLIS);
      var lines = new Lines(socket);
      Handshake.run(lines, Handshake.End.TOLD, key);
      socket.setSoTimeout(BEAT_MILLIS);
      while (!isClosing) {
        lines.write(LifeWatch.SOURCES + text());
        awaitBeat(lines);
      }
      lines.write(LifeWatch.BYE);
    } catch (IOException _) {
      // Who watches has gone, or was no director: it comes again if it is one.
    } finally {
      open.remove(socket);
      room.release();
    }
  }

  private String text() {
    return sources.get().stream()
        .map(InetAddress::getHostAddress)
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** Who watches says nothing; its end is noticed at once. */
  private static void awaitBeat(Lines lines) throws IOException {
    try {
      lines.read();
    } catch (SocketTimeoutException _) {
      // It is time for the next beat.
    }
  }

  /** Says good-bye, so that an orderly end is not taken for a death. */
  @Override
  public void close() {
    isClosing = true;
    for (var socket : open) {
      try {
        new Lines(socket).write(LifeWatch.BYE);
        socket.close();
      } catch (IOException _) {
        // Gone already.
      }
    }
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
