package io.weir.proxy.admin;

/** Tells who is registered with whom. Called on a worker thread, so it may wait a moment. */
public interface EdgeSource {
  /** For people. */
  String text();

  /** For programs. */
  String json();
}
