package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProxyPulseTest {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final AtomicBoolean isServing = new AtomicBoolean(true);
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final ProxyPulse pulse =
      new ProxyPulse(List.of(Runnable::run, tasks::add), isServing::get, now::get);

  @Test
  void nothingIsWrongWhileLoopsRunWhatTheyAreGiven() {
    for (int i = 0; i < 100; i++) {
      assertThat(pulse.trouble()).isEmpty();
      tasks.remove().run();
      pass(2000);
    }
  }

  @Test
  void aLoopThatHangsGetsOneTaskAndIsTold() {
    for (int i = 0; i <= 11; i++) {
      assertThat(pulse.trouble()).isEmpty();
      pass(100);
    }

    assertThat(pulse.trouble()).contains("1 of 2 event loops have done nothing for a second");
    assertThat(tasks).hasSize(1);
  }

  @Test
  void aLoopThatHungIsReliedOnFiveSecondsLater() {
    for (int i = 0; i < 20; i++) {
      var _ = pulse.trouble();
      pass(100);
    }
    tasks.remove().run();

    assertThat(pulse.trouble()).contains("an event loop hung a moment ago");
    tasks.remove().run();
    pass(4800);
    assertThat(pulse.trouble()).contains("an event loop hung a moment ago");
    tasks.remove().run();
    pass(200);
    assertThat(pulse.trouble()).isEmpty();
  }

  @Test
  void aProcessThatSleptAsAWholeIsNotTakenForALoopThatHangs() {
    assertThat(pulse.trouble()).isEmpty();
    pass(10_000);

    assertThat(pulse.trouble()).isEmpty();
    tasks.remove().run();
    pass(100);
    assertThat(pulse.trouble()).isEmpty();
  }

  @Test
  void aProxyThatDrainsDoesNotServe() {
    isServing.set(false);

    assertThat(pulse.trouble()).contains("the proxy takes no new requests");
  }

  private void pass(long millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
