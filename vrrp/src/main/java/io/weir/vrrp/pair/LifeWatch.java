package io.weir.vrrp.pair;

import io.weir.vrrp.libc.Scheduling;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Watches one other director. Its death is told only when its kernel closes or resets the stream
 * without a good-bye: silence, time-outs and unreachable networks are no news, as they are those of
 * a partition, in which both must not be active.
 */
final class LifeWatch implements AutoCloseable {
  static final String SOURCES = "SOURCES ";
  static final String BYE = "BYE";

  private static final int CONNECT_MILLIS = 2000;
  private static final int SILENCE_MILLIS = 5 * LifeSource.BEAT_MILLIS;
  private static final int AGAIN_MILLIS = 500;

  private final InetSocketAddress where;
  private final byte[] key;
  private final Consumer<InetAddress> died;
  private final Thread thread;
  private volatile boolean isClosing;
  private volatile boolean isWatching;
  private volatile Socket socket = new Socket();

  /**
   * Begins to watch.
   *
   * @param died told where adverts of the dead came from, once for each address
   */
  LifeWatch(InetSocketAddress where, byte[] key, Consumer<InetAddress> died) {
    this.where = where;
    this.key = key;
    this.died = died;
    thread = LifeSource.start("weir-pair-watch", this::run);
  }

  /** Whether the other one is there, has shown its key and told where its adverts come from. */
  boolean isWatching() {
    return isWatching;
  }

  private void run() {
    // A death is news for as long as it takes to read it: not behind whatever else this machine
    // does.
    Scheduling.runBeforeOthers();
    while (!isClosing) {
      try (var next = new Socket()) {
        socket = next;
        watch(next);
      } catch (IOException _) {
        // Not there, or not there any more: tried again.
      }
      isWatching = false;
      pause();
    }
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN_MILLIS);
    } catch (InterruptedException _) {
      isClosing = true;
    }
  }

  private void watch(Socket stream) throws IOException {
    stream.setTcpNoDelay(true);
    stream.connect(where, CONNECT_MILLIS);
    stream.setSoTimeout(CONNECT_MILLIS);
    var lines = new Lines(stream);
    Handshake.run(lines, Handshake.End.WATCHING, key);
    stream.setSoTimeout(SILENCE_MILLIS);
    var sources = Set.<InetAddress>of();
    while (!isClosing) {
      try {
        var line = lines.read();
        if (line.equals(BYE)) {
          return;
        }
        if (line.startsWith(SOURCES)) {
          sources = parsed(line.substring(SOURCES.length()));
          isWatching = true;
        }
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (EOFException | SocketException e) {
        if (!isClosing && isDeath(e)) {
          sources.forEach(died);
        }
        throw e;
      }
    }
  }

  /** The end of the stream or a reset: what a kernel sends for a process that is no more. */
  private static boolean isDeath(IOException e) {
    return e instanceof EOFException || String.valueOf(e.getMessage()).contains("reset");
  }

  private static Set<InetAddress> parsed(String text) throws IOException {
    var addresses = new HashSet<InetAddress>();
    for (var one : text.split(",", -1)) {
      if (one.isEmpty()) {
        continue;
      }
      try {
        addresses.add(InetAddress.ofLiteral(one));
      } catch (IllegalArgumentException e) {
        throw new IOException("found an address that is none", e);
      }
    }
    return addresses;
  }

  @Override
  public void close() {
    isClosing = true;
    thread.interrupt();
    try {
      socket.close();
    } catch (IOException _) {
      // What is closed is gone.
    }
  }
}
