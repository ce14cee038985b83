package io.weir.proxy.admin;

import io.vertx.core.Future;

/**
 * Purges caches. Called on the admin port's context, so it must not block; a failed future means a
 * defect.
 */
public interface PurgeControl {
  /** Purges all that is asked for, or nothing. */
  Future<PurgeOutcome> purge(PurgeRequest request);
}
