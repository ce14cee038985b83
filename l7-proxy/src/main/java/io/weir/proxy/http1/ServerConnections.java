package io.weir.proxy.http1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client connections of one loop, so that they can be counted and drained: a linked list, which
 * costs a connection two references. Those that began to wait for a request last stand first. Only
 * the loop's own thread may call.
 */
public final class ServerConnections {
  /** How many that have been at work for long are passed over in the search for one that waits. */
  private static final int LOOKS = 64;

  private @Nullable ServerConnection first;
  private @Nullable ServerConnection last;
  private int open;
  private long accepted;

  /** How many are open. */
  public int open() {
    return open;
  }

  /** How many are open and no tunnels. */
  public int requests() {
    int count = 0;
    for (var connection = first; connection != null; connection = connection.following) {
      count += connection.isTunnel() ? 0 : 1;
    }
    return count;
  }

  /** How many there ever were. */
  public long accepted() {
    return accepted;
  }

  /** Closes those that wait for a request and get none; the others once theirs is answered. */
  public void drain() {
    for (var connection : all()) {
      connection.drain();
    }
  }

  /** Closes those whose listener is no more, or knows clients in another way: as in a drain. */
  public void settle() {
    for (var connection : all()) {
      connection.settle();
    }
  }

  /** Closes every one, answered or not. */
  public void closeAll() {
    for (var connection : all()) {
      connection.stop();
    }
  }

  /** Answers or cuts off every one that is no tunnel: the time that a drain has is up. */
  public void closeRequests() {
    for (var connection : all()) {
      if (!connection.isTunnel()) {
        connection.cut();
      }
    }
  }

  /**
   * Closes connections that wait for a request, those first that have waited longest.
   *
   * @return how many it has closed
   */
  public int evict(int most) {
    int closed = 0;
    int looks = LOOKS;
    var connection = last;
    while (connection != null && closed < most && looks > 0) {
      var before = connection.preceding;
      if (connection.isWaiting()) {
        connection.close();
        closed++;
      } else {
        // Out of the way of the next search.
        toFront(connection);
        looks--;
      }
      connection = before;
    }
    return closed;
  }

  void add(ServerConnection connection) {
    link(connection);
    open++;
    accepted++;
  }

  /** Notes that a connection waits for a request from now on. */
  @SuppressWarnings("ReferenceEquality")
  void waits(ServerConnection connection) {
    if (connection != first) {
      toFront(connection);
    }
  }

  private void toFront(ServerConnection connection) {
    if (unlink(connection)) {
      link(connection);
    }
  }

  private void link(ServerConnection connection) {
    connection.following = first;
    if (first == null) {
      last = connection;
    } else {
      first.preceding = connection;
    }
    first = connection;
  }

  void remove(ServerConnection connection) {
    if (unlink(connection)) {
      open--;
    }
  }

  /** Takes it out; false if it was not in. */
  @SuppressWarnings("ReferenceEquality") // the very node
  private boolean unlink(ServerConnection connection) {
    var before = connection.preceding;
    var after = connection.following;
    if (before != null) {
      before.following = after;
    } else if (first == connection) {
      first = after;
    } else {
      return false;
    }
    if (after != null) {
      after.preceding = before;
    } else {
      last = before;
    }
    connection.preceding = null;
    connection.following = null;
    return true;
  }

  private List<ServerConnection> all() {
    var list = new ArrayList<ServerConnection>(open);
    for (var connection = first; connection != null; connection = connection.following) {
      list.add(connection);
    }
    return list;
  }
}
