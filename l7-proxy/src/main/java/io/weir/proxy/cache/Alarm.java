package io.weir.proxy.cache;

import io.weir.proxy.exchange.Deadline;

/** Runs something on its loop when its time has come. */
final class Alarm extends Deadline {
  private final Runnable then;

  Alarm(Runnable then) {
    this.then = then;
  }

  @Override
  protected void expired(long now) {
    then.run();
  }
}
