package io.weir.lvs.address;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was before, in memory. */
final class MemoryRemembered implements Remembered {
  final Map<String, String> kept = new LinkedHashMap<>();
  boolean refuses;
  private boolean isKilled;

  /** Who has kept something is no more. */
  void kill() {
    isKilled = true;
  }

  @Override
  public Map<String, String> left() {
    return isKilled ? Map.copyOf(kept) : Map.of();
  }

  @Override
  public void keep(Map<String, String> former) throws IOException {
    if (refuses) {
      throw new IOException("refused");
    }
    kept.clear();
    kept.putAll(former);
  }
}
