package io.weir.lvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuorumTest {
  private static final RealServer WEB = server("192.0.2.11");
  private static final RealServer SORRY = server("192.0.2.20");

  @Test
  void isHeldByAnyWeightAtAllIfNothingElseIsSaid() {
    assertThat(Quorum.ANY.isHeld(false, 1)).isTrue();
    assertThat(Quorum.ANY.isHeld(true, 0)).isFalse();
    assertThat(Quorum.ANY.isHeld(false, 0)).isFalse();
  }

  @Test
  void isLostBelowWhatHysteresisBears() {
    var quorum = new Quorum(10, 3);

    assertThat(quorum.isHeld(true, 7)).isTrue();
    assertThat(quorum.isHeld(true, 6)).isFalse();
  }

  @Test
  void isHadAgainOnlyAboveWhatHysteresisAsks() {
    var quorum = new Quorum(10, 3);

    assertThat(quorum.isHeld(false, 12)).isFalse();
    assertThat(quorum.isHeld(false, 13)).isTrue();
  }

  @Test
  void isLostWithoutAnyWeightHoweverMuchIsBorne() {
    assertThat(new Quorum(10, 9).isHeld(true, 0)).isFalse();
    assertThatThrownBy(() -> new Quorum(10, 10)).hasMessage("found quorum 10, hysteresis 10");
  }

  @Test
  void hasTheSorryServerServeInPlaceOfAllOthers() {
    assertThat(Quorum.serving(false, List.of(WEB), Optional.of(SORRY))).containsExactly(SORRY);
    assertThat(Quorum.serving(true, List.of(WEB), Optional.of(SORRY))).containsExactly(WEB);
  }

  @Test
  void leavesThoseThatLiveWhereNobodyIsSorry() {
    assertThat(Quorum.serving(false, List.of(WEB), Optional.empty())).containsExactly(WEB);
    assertThat(Quorum.serving(false, List.of(), Optional.empty())).isEmpty();
  }

  /**
   * Between the two bounds nothing changes, so that a server that comes and goes changes nothing.
   */
  @Property
  void staysAsItIsBetweenItsBounds(
      @ForAll @IntRange(min = 1, max = 1000) int weight,
      @ForAll @IntRange(min = 0, max = 999) int some,
      @ForAll @IntRange(min = 0, max = 3000) int live,
      @ForAll boolean isHeld) {
    var quorum = new Quorum(weight, some % weight);
    boolean isBetween = live >= weight - some % weight && live < weight + some % weight;

    boolean next = quorum.isHeld(isHeld, live);

    assertThat(next).isEqualTo(isBetween ? isHeld : live >= weight);
    assertThat(quorum.isHeld(next, live)).isEqualTo(next);
  }

  private static RealServer server(String address) {
    return new RealServer(
        new ServerKey(InetAddress.ofLiteral(address), 80), new Forwarding.Direct(), 1);
  }
}
