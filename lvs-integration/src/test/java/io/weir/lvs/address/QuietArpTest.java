package io.weir.lvs.address;

import static io.weir.lvs.address.QuietArp.ANNOUNCE;
import static io.weir.lvs.address.QuietArp.IGNORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietArpTest {
  private final MemorySysctls kernel = new MemorySysctls(Map.of(IGNORE, "0", ANNOUNCE, "1"));
  private final QuietArp arp = new QuietArp(kernel);

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
    var none = new QuietArp(new MemorySysctls(Map.of()));

    assertThat(none.settle(true)).isEmpty();
    assertThat(none.settle(false)).isEmpty();
  }
}
