package io.weir.lvs.address;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings that no kernel has. */
final class MemorySysctls implements Sysctls {
  final Map<String, String> values = new TreeMap<>();
  boolean refuses;

  MemorySysctls(Map<String, String> values) {
    this.values.putAll(values);
  }

  @Override
  public Optional<String> read(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public void write(String name, String value) throws IOException {
    if (refuses || values.replace(name, value) == null) {
      throw new IOException("no such file");
    }
  }
}
