package io.weir.proxy.upstream;

import io.weir.proxy.failure.Cause;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens between Weir and its servers, on the loop it happens on. Servers go by numbers
 * that the observer itself gave them.
 */
public interface UpstreamObserver {
  /** A server, by the names of its pool and of itself. */
  record Named(String pool, String endpoint) {}

  /** The numbers of these servers from now on; called by whoever compiles snapshots. */
  int[] number(List<Named> servers);

  /** A request takes a place at a server. */
  void attemptStarted(int loop, int server);

  /**
   * An attempt has its response, or will have none.
   *
   * @param cause why it will have none, or null
   * @param firstByteNanos from the connection to the first octet of the response; 0 without one
   */
  void attemptEnded(int loop, int server, @Nullable Cause cause, long firstByteNanos);

  /** A connection came about. */
  void connected(int loop, int server, long nanos);

  /** A kept connection was used again. */
  void reused(int loop, int server);

  /** A connection is gone. */
  void disconnected(int loop, int server);

  /** Hears nothing. */
  UpstreamObserver NONE =
      new UpstreamObserver() {
        @Override
        public int[] number(List<Named> servers) {
          var numbers = new int[servers.size()];
          Arrays.setAll(numbers, i -> i);
          return numbers;
        }

        @Override
        public void attemptStarted(int loop, int server) {}

        @Override
        public void attemptEnded(
            int loop, int server, @Nullable Cause cause, long firstByteNanos) {}

        @Override
        public void connected(int loop, int server, long nanos) {}

        @Override
        public void reused(int loop, int server) {}

        @Override
        public void disconnected(int loop, int server) {}
      };
}
