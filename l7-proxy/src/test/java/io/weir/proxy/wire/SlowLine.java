package io.weir.proxy.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A line to a server of the loopback on which answers take as long as the test says. */
final class SlowLine implements AutoCloseable {
  private final ServerSocket socket;
  private final int to;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private volatile long delayNanos;

  SlowLine(int to) throws IOException {
    this.to = to;
    this.socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Answers take so long from now on. */
  void delay(long millis) {
    delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (var one : open) {
      one.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        var client = socket.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), to);
        open.add(client);
        open.add(server);
        Thread.startVirtualThread(() -> copy(client, server, false));
        Thread.startVirtualThread(() -> copy(server, client, true));
      }
    } catch (IOException _) {
      // Closed: the test is over.
    }
  }

  private void copy(Socket from, Socket into, boolean isSlow) {
    try (from;
        into) {
      copy(from.getInputStream(), into.getOutputStream(), isSlow);
    } catch (IOException _) {
      // One end has gone, and the other follows.
    }
  }

  private void copy(InputStream from, OutputStream into, boolean isSlow) throws IOException {
    var buffer = new byte[16 << 10];
    for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
      if (isSlow) {
        long until = System.nanoTime() + delayNanos;
        while (System.nanoTime() < until && delayNanos > 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      into.write(buffer, 0, length);
    }
  }
}
