package io.weir.proxy.admin;

import io.vertx.core.Future;

/**
 * Changes the running configuration as a whole. Called on the admin port's context, so it must not
 * block; calls may overlap, and whoever implements this puts them in order. A failed future means a
 * defect.
 */
public interface ConfigControl {
  /** Puts the text in place of the configuration; a refused one changes nothing. */
  Future<ReloadOutcome> apply(String weirText);

  /** Reads the configuration's files again. */
  Future<ReloadOutcome> reload();

  /** The text that runs now. */
  String running();
}
