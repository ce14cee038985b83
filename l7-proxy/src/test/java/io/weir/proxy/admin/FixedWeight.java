package io.weir.proxy.admin;

import io.vertx.core.Future;
import java.util.OptionalInt;

/** A weight that is 75 unless somebody says otherwise. */
final class FixedWeight implements WeightControl {
  private volatile int percent = 75;

  @Override
  public int percent() {
    return percent;
  }

  @Override
  public Future<Void> fix(OptionalInt next) {
    percent = next.orElse(75);
    return Future.succeededFuture();
  }
}
