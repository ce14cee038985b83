package io.weir.lvs.address;

import static io.weir.lvs.address.QuietArp.ANNOUNCE;
import static io.weir.lvs.address.QuietArp.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietArpTest {
  private final MemorySysctls kernel = new MemorySysctls(Map.of(IGNORE, "0", ANNOUNCE, "1"));
  private final MemoryRemembered memory = new MemoryRemembered();
  private final QuietArp arp = new QuietArp(kernel, memory);

  @Test
  void setsWhatIsNeededAndSetsItBack() throws IOException {
    assertThat(arp.settle(true)).isEqualTo(Map.of(IGNORE, "1", ANNOUNCE, "2"));
    assertThat(kernel.values).isEqualTo(Map.of(IGNORE, "1", ANNOUNCE, "2"));

    assertThat(arp.settle(false)).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
    assertThat(kernel.values).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
  }

  @Test
  void leavesAloneWhatIsEnough() throws IOException {
    kernel.write(IGNORE, "2");
    kernel.write(ANNOUNCE, "2");

    assertThat(arp.settle(true)).isEmpty();
    assertThat(arp.settle(false)).isEmpty();
    assertThat(kernel.values).isEqualTo(Map.of(IGNORE, "2", ANNOUNCE, "2"));
  }

  @Test
  void setsAgainWhatSomebodyHasUndone() throws IOException {
    arp.settle(true);
    kernel.write(IGNORE, "0");

    assertThat(arp.settle(true)).isEqualTo(Map.of(IGNORE, "1"));
    arp.settle(false);
    assertThat(kernel.values).containsEntry(IGNORE, "0").containsEntry(ANNOUNCE, "1");
  }

  @Test
  void doesNotSetBackWhatSomebodyElseHasSet() throws IOException {
    arp.settle(true);
    kernel.write(IGNORE, "8");

    assertThat(arp.settle(false)).isEqualTo(Map.of(ANNOUNCE, "1"));
    assertThat(kernel.values).containsEntry(IGNORE, "8");
  }

  @Test
  void setsNothingThatTheKernelDoesNotHave() throws IOException {
    var none = new QuietArp(new MemorySysctls(Map.of()), memory);

    assertThat(none.settle(true)).isEmpty();
    assertThat(none.settle(false)).isEmpty();
  }

  @Test
  void setsBackWhatAWeirHasSetThatWasKilled() throws IOException {
    arp.settle(true);
    memory.kill();
    var next = new QuietArp(kernel, memory);

    assertThat(next.adopt()).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
    assertThat(next.settle(true)).isEmpty();
    assertThat(next.settle(false)).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
    assertThat(memory.kept).isEmpty();
  }

  @Test
  void setsItBackAtOnceIfItIsNotWantedAnyMore() throws IOException {
    arp.settle(true);
    memory.kill();
    var next = new QuietArp(kernel, memory);
    next.adopt();

    assertThat(next.settle(false)).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
    assertThat(memory.kept).isEmpty();
  }

  @Test
  void doesNotSetBackWhatSomebodyHasSetSinceTheKill() throws IOException {
    arp.settle(true);
    memory.kill();
    kernel.write(IGNORE, "2");
    var next = new QuietArp(kernel, memory);

    assertThat(next.adopt()).isEqualTo(Map.of(ANNOUNCE, "1"));
    assertThat(next.settle(false)).isEqualTo(Map.of(ANNOUNCE, "1"));
    assertThat(kernel.values).containsEntry(IGNORE, "2");
  }

  @Test
  void leavesToOneThatRunsWhatThatHasSet() throws IOException {
    arp.settle(true);
    var other = new QuietArp(kernel, memory);

    assertThat(other.adopt()).isEmpty();
    other.settle(true);
    assertThat(other.settle(false)).isEmpty();
    assertThat(memory.kept).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
  }

  @Test
  void hasNotedWhatWasBeforeItSetsAnything() throws IOException {
    kernel.refuses = true;

    assertThatThrownBy(() -> arp.settle(true)).isInstanceOf(IOException.class);

    assertThat(memory.kept).isEqualTo(Map.of(IGNORE, "0", ANNOUNCE, "1"));
  }

  @Test
  void setsWhatIsNeededThoughItCannotBeNoted() throws IOException {
    memory.refuses = true;

    assertThat(arp.settle(true)).hasSize(2);

    assertThat(arp.trouble()).isPresent();
  }
}
