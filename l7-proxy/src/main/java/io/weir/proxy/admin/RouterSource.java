package io.weir.proxy.admin;

/** Tells how virtual routers are. Called on a worker thread, so it may wait a moment. */
public interface RouterSource {
  /** For people. */
  String text();

  /** For programs. */
  String json();
}
