package io.weir.proxy.http1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client connections of one loop, so that they can be counted and drained: a linked list, which
 * costs a connection two references. Only the loop's own thread may call.
 */
public final class ServerConnections {
  private @Nullable ServerConnection first;
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

  /** Closes those that wait for a request; the others close when theirs is answered. */
  public void drain() {
    for (var connection : all()) {
      connection.drain();
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

  void add(ServerConnection connection) {
    connection.following = first;
    if (first != null) {
      first.preceding = connection;
    }
    first = connection;
    open++;
    accepted++;
  }

  void remove(ServerConnection connection) {
    var before = connection.preceding;
    var after = connection.following;
    if (before != null) {
      before.following = after;
    } else if (first == connection) {
      first = after;
    } else {
      return;
    }
    if (after != null) {
      after.preceding = before;
    }
    connection.preceding = null;
    connection.following = null;
    open--;
  }

  private List<ServerConnection> all() {
    var list = new ArrayList<ServerConnection>(open);
    for (var connection = first; connection != null; connection = connection.following) {
      list.add(connection);
    }
    return list;
  }
}
