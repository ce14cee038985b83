package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LastResortTest {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final LastResort lastResort = new LastResort(Duration.ZERO, ended::countDown);

  @Test
  void endsTheProcessAfterASecondSignalToStop() throws InterruptedException {
    lastResort.accept(Signals.TERM);
    lastResort.accept(Signals.INT);

    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void leavesTheProcessAloneAfterAFirstOneAndAfterOthers() throws InterruptedException {
    lastResort.accept(Signals.HUP);
    lastResort.accept(Signals.TERM);
    lastResort.accept(Signals.USR1);
    lastResort.accept(Signals.HUP);

    assertThat(ended.await(300, TimeUnit.MILLISECONDS)).isFalse();
  }
}
