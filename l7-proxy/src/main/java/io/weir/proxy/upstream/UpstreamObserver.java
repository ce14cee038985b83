package io.weir.proxy.upstream;

/** Hears what happens between Weir and its servers; called on the loop it happens on. */
public interface UpstreamObserver {
  /** A connection came about. */
  void connected(int loop, String pool, String endpoint, long nanos);

  /** No connection came about. */
  void connectFailed(int loop, String pool, String endpoint);

  /** A kept connection was used again. */
  void reused(int loop, String pool, String endpoint);

  /** A request is tried once more. */
  void retried(int loop, String pool);

  /** Hears nothing. */
  UpstreamObserver NONE =
      new UpstreamObserver() {
        @Override
        public void connected(int loop, String pool, String endpoint, long nanos) {}

        @Override
        public void connectFailed(int loop, String pool, String endpoint) {}

        @Override
        public void reused(int loop, String pool, String endpoint) {}

        @Override
        public void retried(int loop, String pool) {}
      };
}
