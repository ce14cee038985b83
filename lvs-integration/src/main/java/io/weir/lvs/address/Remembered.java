package io.weir.lvs.address;

import java.io.IOException;
import java.util.Map;

/**
 * What settings of the kernel were before Weir set them, kept where it outlives a Weir that is
 * killed. For one thread at a time.
 */
interface Remembered {
  /** Nothing is ever there, and nothing is kept. */
  Remembered NOWHERE =
      new Remembered() {
        @Override
        public Map<String, String> left() {
          return Map.of();
        }

        @Override
        public void keep(Map<String, String> former) {
          // It is asked for nothing.
        }
      };

  /** What a Weir has left here that is no more; empty if there is none, or it still runs. */
  Map<String, String> left();

  /**
   * Keeps these in place of what is there, unless it is that of another Weir that runs.
   *
   * @param former values by the names of settings; none: there is nothing to be kept any more
   */
  void keep(Map<String, String> former) throws IOException;
}
