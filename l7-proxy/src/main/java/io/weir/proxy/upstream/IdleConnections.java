package io.weir.proxy.upstream;

import io.weir.proxy.exchange.Loop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server that one loop keeps, the one used last on top. Only that loop
 * touches them; others read how many there are, and ask the loop for one.
 */
final class IdleConnections {
  // Connections that are opened although some are kept (retries after a loss, first requests that
  // cannot be sent twice) would otherwise pile up, at their rate times the idle time.
  private static final int MOST = 256;

  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(IdleConnections.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Endpoint endpoint;
  private final Loop loop;
  private final ArrayDeque<UpstreamConnection> kept = new ArrayDeque<>();

  @SuppressWarnings("UnusedVariable") // through COUNT
  private int count;

  IdleConnections(Endpoint endpoint, Loop loop) {
    this.endpoint = endpoint;
    this.loop = loop;
  }

  Loop loop() {
    return loop;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** How many there are, or were a moment ago; any thread may ask. */
  int count() {
    return (int) COUNT.getOpaque(this);
  }

  /**
   * Takes the one used last that is still good, or null.
   *
   * @param asksKernel whether the kernel is asked too if the server has closed it, which costs a
   *     system call, and is for requests that cannot be sent twice
   */
  @Nullable UpstreamConnection take(boolean asksKernel) {
    for (var connection = kept.pollLast(); connection != null; connection = kept.pollLast()) {
      published();
      if (connection.leaveIdle(asksKernel)) {
        return connection;
      }
    }
    return null;
  }

  /** Keeps one, and gives up the one unused longest if there are too many. */
  void keep(UpstreamConnection connection) {
    kept.addLast(connection);
    var oldest = kept.size() > MOST ? kept.pollFirst() : null;
    published();
    if (oldest != null) {
      oldest.close();
    }
  }

  void forget(UpstreamConnection connection) {
    kept.removeLastOccurrence(connection);
    published();
  }

  void closeAll() {
    for (var connection : kept.toArray(new UpstreamConnection[0])) {
      connection.close();
    }
  }

  private void published() {
    COUNT.setOpaque(this, kept.size());
  }
}
