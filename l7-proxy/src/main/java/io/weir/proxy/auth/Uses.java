package io.weir.proxy.auth;

import java.util.ArrayList;
import java.util.List;

/** What one snapshot uses of a store; closed with it. Not for two threads at once. */
final class Uses implements AutoCloseable {
  private final AuthStore store;
  private final List<Object> keys = new ArrayList<>();

  Uses(AuthStore store) {
    this.store = store;
  }

  void add(Object key) {
    keys.add(key);
  }

  @Override
  public void close() {
    keys.forEach(store::release);
    keys.clear();
  }
}
