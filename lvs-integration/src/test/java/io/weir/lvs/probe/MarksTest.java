package io.weir.lvs.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarksTest {
  private static final Question DIRECT = question(Optional.empty());
  private static final Question ONE = through("192.0.2.11", Family.IPV4);
  private static final Question OTHER = through("192.0.2.12", Family.IPV6);

  private final Marks marks = new Marks();

  @Test
  void eachQuestionThatGoesThroughAServiceHasOneOfItsOwn() {
    marks.settle(Set.of(DIRECT, ONE, OTHER));

    assertThat(marks.of(DIRECT)).isZero();
    assertThat(marks.of(ONE)).isNotZero().isNotEqualTo(marks.of(OTHER));
    assertThat(marks.services())
        .hasSize(2)
        .filteredOn(it -> it.service().key().equals(key(Family.IPV4, ONE)))
        .flatExtracting(DesiredService::servers)
        .containsExactly(ONE.through().orElseThrow().server());
    assertThat(marks.services())
        .extracting(it -> it.service().key())
        .contains(key(Family.IPV6, OTHER))
        .allMatch(Marks::isOwn);
  }

  @Test
  void aQuestionKeepsItsMarkAndOneThatIsGivenBackIsNotTakenAtOnce() {
    marks.settle(Set.of(ONE, OTHER));
    int one = marks.of(ONE);
    int other = marks.of(OTHER);

    marks.settle(Set.of(ONE));
    assertThat(marks.of(ONE)).isEqualTo(one);
    assertThat(marks.of(OTHER)).isZero();
    assertThat(marks.services()).hasSize(1);

    marks.settle(Set.of(ONE, OTHER));
    assertThat(marks.of(ONE)).isEqualTo(one);
    assertThat(marks.of(OTHER)).isNotZero().isNotEqualTo(other);
  }

  @Test
  void marksOfOthersAreTheirs() {
    var place = new ServiceKey.Place(Protocol.TCP, InetAddress.ofLiteral("192.0.2.10"), 80);

    assertThat(Marks.isOwn(place)).isFalse();
    assertThat(Marks.isOwn(new ServiceKey.Mark(Family.IPV4, 7))).isFalse();
    assertThat(Marks.isOwn(new ServiceKey.Mark(Family.IPV4, Marks.FIRST - 1))).isFalse();
    assertThat(Marks.isOwn(new ServiceKey.Mark(Family.IPV4, 0x58000000))).isFalse();
    assertThat(Marks.isOwn(new ServiceKey.Mark(Family.IPV4, -1))).isFalse();
  }

  @Test
  void knowsTheVirtualAddresses() {
    marks.settle(Set.of(DIRECT, ONE));

    assertThat(marks.isVirtual(InetAddress.ofLiteral("192.0.2.10"))).isTrue();
    assertThat(marks.isVirtual(InetAddress.ofLiteral("192.0.2.11"))).isFalse();
    marks.settle(Set.of(DIRECT));
    assertThat(marks.isVirtual(InetAddress.ofLiteral("192.0.2.10"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.11, 192.0.2.2, 24, true",
    "192.0.2.11, 192.0.3.2, 24, false",
    "192.0.2.11, 192.0.2.10, 32, false",
    "2001:db8::3, 2001:db8::2, 64, true",
    "2001:db8::3, 2001:db8::100, 128, false",
    "192.0.2.11, 2001:db8::2, 16, false",
    "192.0.2.11, 10.0.0.1, 0, false"
  })
  void aQuestionComesFromTheNetworkOfTheServer(
      String server, String own, int prefix, boolean isWithin) {
    var address = InetAddress.ofLiteral(server);

    assertThat(Asking.isWithin(address, InetAddress.ofLiteral(own), prefix)).isEqualTo(isWithin);
  }

  private ServiceKey key(Family family, Question question) {
    return new ServiceKey.Mark(family, marks.of(question));
  }

  private static Question through(String address, Family family) {
    var key = new ServerKey(InetAddress.ofLiteral(address), 80);
    var server = new RealServer(key, new Forwarding.Direct(), 1);
    return question(Optional.of(new Question.Through(family, server)));
  }

  private static Question question(Optional<Question.Through> through) {
    var second = Duration.ofSeconds(1);
    var at = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 80);
    return new Question(at, through, Optional.empty(), second, second, 2, 3);
  }
}
