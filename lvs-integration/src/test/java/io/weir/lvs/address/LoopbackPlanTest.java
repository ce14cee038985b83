package io.weir.lvs.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackPlanTest {
  private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
  private static final InetAddress VIP6 = InetAddress.ofLiteral("2001:db8::10");
  private static final HeldAddress LEASED = new HeldAddress(VIP, 32, 1, false);
  private static final HeldAddress FOREIGN = new HeldAddress(VIP, 32, 1, true);

  @Test
  void putsWhatIsNotThere() {
    assertThat(LoopbackPlan.of(Set.of(VIP6), List.of(LEASED), Set.of()))
        .isEqualTo(new LoopbackPlan(List.of(VIP6), List.of(), List.of()));
  }

  @Test
  void renewsWhatIsThereForAWhileEvenIfAFormerWeirPutIt() {
    assertThat(LoopbackPlan.of(Set.of(VIP), List.of(LEASED), Set.of()))
        .isEqualTo(new LoopbackPlan(List.of(), List.of(VIP), List.of()));
  }

  @Test
  void takesAwayWhatIsItsOwnAndNoLongerWanted() {
    assertThat(LoopbackPlan.of(Set.of(), List.of(LEASED), Set.of(VIP)))
        .isEqualTo(new LoopbackPlan(List.of(), List.of(), List.of(VIP)));
    assertThat(LoopbackPlan.of(Set.of(), List.of(), Set.of(VIP)).remove()).isEmpty();
  }

  @Test
  void leavesAloneWhatSomebodyHasPutThereToStay() {
    assertThat(LoopbackPlan.of(Set.of(VIP), List.of(FOREIGN), Set.of(VIP)))
        .isEqualTo(new LoopbackPlan(List.of(), List.of(), List.of()));
    assertThat(LoopbackPlan.of(Set.of(), List.of(FOREIGN), Set.of(VIP)).remove()).isEmpty();
    assertThat(LoopbackPlan.of(Set.of(VIP), List.of(LEASED, FOREIGN), Set.of()).renew()).isEmpty();
  }

  @Test
  void leavesAloneWhatIsThereForAWhileAndNotItsOwn() {
    assertThat(LoopbackPlan.of(Set.of(), List.of(LEASED), Set.of()).remove()).isEmpty();
  }
}
