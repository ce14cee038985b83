package io.weir.lvs.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TellingTest {
  private static final Notice ONE = new Notice("one", "registers", false);
  private static final Notice OTHER = new Notice("other", "registers", false);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Telling telling = new Telling();

  @Test
  void whatIsSeldomIsTold() {
    assertThat(telling.of(List.of(ONE, OTHER), 0)).containsExactly(ONE, OTHER);
    assertThat(telling.of(List.of(), 1)).isEmpty();
  }

  @Test
  void whatIsOftenIsCountedAndOthersAreToldAllTheSame() {
    assertThat(telling.of(Collections.nCopies(1000, ONE), 0)).hasSize(100);

    assertThat(telling.of(List.of(ONE, OTHER), 1)).containsExactly(OTHER);
    assertThat(telling.of(List.of(ONE), SECOND))
        .containsExactly(new Notice("one", "has done more than is told: 901 lines", true), ONE);
    assertThat(telling.of(Collections.nCopies(50, ONE), 2 * SECOND)).hasSizeLessThan(5);
  }
}
