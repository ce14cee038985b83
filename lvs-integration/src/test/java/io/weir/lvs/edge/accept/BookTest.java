package io.weir.lvs.edge.accept;

import static io.weir.lvs.edge.Offers.WEB;
import static io.weir.lvs.edge.Offers.WEB6;
import static io.weir.lvs.edge.Offers.offer;
import static io.weir.lvs.edge.Offers.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Message;
import io.weir.lvs.edge.Offer;
import io.weir.lvs.edge.Refusal;
import io.weir.lvs.edge.Verdict;
import io.weir.lvs.table.Forwarding;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BookTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.12");
  private static final InetAddress PEER6 = InetAddress.ofLiteral("2001:db8::11");
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final AcceptRules RULES =
      new AcceptRules(
          Map.of(
              "one", new Allowance(Set.of(PEER, PEER6), Set.of()),
              "two", new Allowance(Set.of(PEER, OTHER), Set.of(WEB))),
          Set.of(WEB, WEB6, place("192.0.2.10", 80)));

  private Book book = Book.EMPTY.step(new Event.Governed(RULES), 0).next();
  private long now;

  @Test
  void anEdgeIsARealServerOnceItHasRegistered() {
    open("one", 5, 1);
    assertThat(book.members()).isEmpty();

    var step = hear(1, register(offer(WEB, "192.0.2.11", 100)));

    assertThat(step.answer()).contains(new Message.Ack(false, LEASE, List.of(Verdict.ACCEPTED)));
    assertThat(book.members())
        .containsExactly(new Member("one", 5, Standing.SERVING, offer(WEB, "192.0.2.11", 100)));
    assertThat(step.notices())
        .extracting(Notice::text)
        .containsExactly(
            "at 192.0.2.11 registers 192.0.2.11:443 as a real server of TCP 192.0.2.10:443");
  }

  @Test
  void someoneElsesAddressOrServiceIsRefusedAndToldOnce() {
    open("one", 5, 1);
    open("two", 5, 2);
    var foreign = register(offer(WEB, "192.0.2.12", 1));

    var step = hear(1, foreign);

    assertThat(verdicts(step)).containsExactly(Verdict.NOT_ALLOWED);
    assertThat(step.notices()).hasSize(1).allMatch(Notice::isWarning);
    assertThat(hear(1, foreign).notices()).isEmpty();
    var http = place("192.0.2.10", 80);
    assertThat(verdicts(hear(2, register(offer(http, "192.0.2.12", 1)))))
        .containsExactly(Verdict.NOT_ALLOWED);
    assertThat(book.members()).isEmpty();
  }

  @Test
  void whatTheKernelCannotDoIsRefused() {
    open("one", 5, 1);
    var nat = new Forwarding.Masquerade();
    var ipip = new Forwarding.Tunnel(new Forwarding.Wrap.Ipip());

    assertThat(verdicts(hear(1, register(offer(place("192.0.2.99", 443), "192.0.2.11", 1)))))
        .containsExactly(Verdict.NO_SERVICE);
    var offers =
        new Message.Register(
            LEASE,
            List.of(
                offer(WEB, "192.0.2.11", 8443, new Forwarding.Direct(), 1),
                offer(WEB, "192.0.2.11", 8444, ipip, 1),
                offer(WEB, "192.0.2.11", 0, nat, 1),
                offer(WEB, "2001:db8::11", 443, nat, 1),
                offer(WEB6, "192.0.2.11", 443, new Forwarding.Direct(), 1),
                offer(WEB, "192.0.2.11", 443, new Forwarding.Local(), 1)));
    assertThat(verdicts(hear(1, offers))).containsOnly(Verdict.NOT_REACHABLE).hasSize(6);
    var good =
        new Message.Register(
            LEASE,
            List.of(
                offer(WEB, "192.0.2.11", 8443, nat, 1), offer(WEB, "2001:db8::11", 443, ipip, 1)));
    assertThat(verdicts(hear(1, good))).containsOnly(Verdict.ACCEPTED).hasSize(2);
  }

  @Test
  void anAddressHasOneEdge() {
    open("one", 5, 1);
    open("two", 5, 2);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));

    assertThat(verdicts(hear(2, register(offer(WEB, "192.0.2.11", 90)))))
        .containsExactly(Verdict.TAKEN);
    hear(1, new Message.Bye());
    assertThat(verdicts(hear(2, register(offer(WEB, "192.0.2.11", 90)))))
        .containsExactly(Verdict.ACCEPTED);
  }

  @Test
  void heartbeatsCarryWeights() {
    open("one", 5, 1);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));

    hear(1, new Message.Heartbeat(List.of(55), new Load(3, 4)));

    assertThat(weights()).containsExactly(55);
    assertThat(book.enrolments().get("one").load()).isEqualTo(new Load(3, 4));
    assertThat(hear(1, new Message.Heartbeat(List.of(), Load.NONE)).cuts())
        .containsEntry(1L, Refusal.MALFORMED);
  }

  @Test
  void silenceEndsALeaseAndALateWordDoesNotBringItBack() {
    open("one", 5, 1);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));
    now += 3 * SECOND - 1;
    assertThat(pass().cuts()).isEmpty();
    hear(1, new Message.Heartbeat(List.of(10), Load.NONE));
    now += 3 * SECOND;

    assertThat(pass().cuts()).containsEntry(1L, Refusal.SILENT);

    assertThat(book.members()).extracting(Member::standing).containsExactly(Standing.SILENT);
    assertThat(hear(1, new Message.Heartbeat(List.of(99), Load.NONE)).cuts())
        .containsEntry(1L, Refusal.SUPERSEDED);
    assertThat(weights()).containsExactly(10);
    assertThat(pass().notices()).isEmpty();
    step(new Event.Closed(1));
    assertThat(book.members()).extracting(Member::standing).containsExactly(Standing.SILENT);
  }

  @Test
  void aStreamThatIsClosedMeansThatTheEdgeIsNoMore() {
    open("one", 5, 1);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));

    var step = step(new Event.Closed(1));

    assertThat(book.members()).isEmpty();
    assertThat(step.notices()).extracting(Notice::isWarning).containsExactly(true);
  }

  @Test
  void anEdgeThatDrainsGetsNoWeightAgain() {
    open("one", 5, 1);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));

    hear(1, new Message.Drain(Duration.ofSeconds(30)));
    hear(1, new Message.Heartbeat(List.of(10), Load.NONE));

    assertThat(weights()).containsExactly(0);
    assertThat(book.members()).extracting(Member::standing).containsExactly(Standing.DRAINING);
    hear(1, new Message.Bye());
    assertThat(book.members()).isEmpty();
    assertThat(step(new Event.Closed(1)).notices()).isEmpty();
  }

  @Test
  void aNewStreamTakesOverWithoutAWeightThatFlaps() {
    open("one", 5, 1);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));

    assertThat(open("one", 5, 2).cuts()).containsEntry(1L, Refusal.SUPERSEDED);
    assertThat(weights()).containsExactly(10);
    step(new Event.Closed(1));

    assertThat(weights()).containsExactly(10);
    assertThat(hear(1, new Message.Bye()).cuts()).containsEntry(1L, Refusal.SUPERSEDED);
    assertThat(weights()).containsExactly(10);
  }

  @Test
  void aFormerStartOfAnEdgeIsNotBelieved() {
    open("one", 5, 1);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));

    assertThat(open("one", 4, 2).cuts()).containsExactly(Map.entry(2L, Refusal.OLD_BOOT));

    assertThat(hear(2, register(offer(WEB, "192.0.2.11", 99))).cuts())
        .containsEntry(2L, Refusal.SUPERSEDED);
    assertThat(weights()).containsExactly(10);
    step(new Event.Closed(1));
    assertThat(open("one", 4, 3).cuts()).containsEntry(3L, Refusal.OLD_BOOT);
    now += 59 * SECOND;
    pass();
    assertThat(open("one", 4, 4).cuts()).containsEntry(4L, Refusal.OLD_BOOT);
    now += SECOND;
    pass();
    assertThat(open("one", 4, 5).cuts()).isEmpty();
  }

  @Test
  void aLeaseIsGrantedWithinBounds() {
    open("one", 5, 1);

    assertThat(lease(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(500));
    assertThat(lease(Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(lease(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void whoIsAllowedNoMoreIsSentAway() {
    open("one", 5, 1);
    open("two", 5, 2);
    hear(1, register(offer(WEB, "192.0.2.11", 10)));
    hear(2, register(offer(WEB, "192.0.2.12", 20)));
    var narrower =
        new AcceptRules(Map.of("two", new Allowance(Set.of(PEER), Set.of())), Set.of(WEB));

    assertThat(step(new Event.Governed(narrower)).cuts()).containsEntry(1L, Refusal.DISMISSED);

    assertThat(book.members()).isEmpty();
    assertThat(book.enrolments().get("two").verdicts()).containsExactly(Verdict.NOT_ALLOWED);
    assertThat(open("one", 6, 3).cuts()).containsEntry(3L, Refusal.DISMISSED);
    step(new Event.Governed(RULES));
    assertThat(weights()).containsExactly(20);
  }

  @Test
  void whatTheFileNamesIsNoEdgesAndThatIsToldWhenItBegins() {
    open("one", 5, 1);
    var offer = offer(WEB, "192.0.2.11", 10);
    hear(1, register(offer));
    var naming =
        new AcceptRules(
            RULES.allowed(), RULES.services(), Map.of(WEB, Set.of(offer.server().key())));

    var step = step(new Event.Governed(naming));

    assertThat(step.notices())
        .containsExactly(
            new Notice(
                "one",
                "at 192.0.2.11 may not be 192.0.2.11:443 as a real server of TCP"
                    + " 192.0.2.10:443: the director's file names this server itself, and it stays"
                    + " as the file says",
                true));
    assertThat(book.members()).isEmpty();
    assertThat(verdicts(hear(1, new Message.Heartbeat(List.of(20), Load.NONE))))
        .containsExactly(Verdict.NAMED);
    assertThat(verdicts(hear(1, register(offer)))).containsExactly(Verdict.NAMED);
    assertThat(step(new Event.Governed(RULES)).notices()).hasSize(1);
    assertThat(weights()).containsExactly(10);
  }

  @Test
  void aDirectorIsNotToldWhatADirectorSays() {
    open("one", 5, 1);

    assertThat(hear(1, new Message.Ack(true, LEASE, List.of())).cuts())
        .containsEntry(1L, Refusal.MALFORMED);
  }

  private Duration lease(Duration asked) {
    var step = hear(1, new Message.Register(asked, List.of()));
    return step.answer().orElseThrow().lease();
  }

  private List<Integer> weights() {
    return book.members().stream().map(member -> member.offer().server().weight()).toList();
  }

  private static List<Verdict> verdicts(Step step) {
    return step.answer().orElseThrow().verdicts();
  }

  private static Message.Register register(Offer offer) {
    return new Message.Register(LEASE, List.of(offer));
  }

  private Step open(String name, long epoch, long stream) {
    return step(new Event.Opened(name, epoch, stream, PEER));
  }

  private Step hear(long stream, Message message) {
    return step(new Event.Heard(stream, message));
  }

  private Step pass() {
    return step(new Event.Passed());
  }

  private Step step(Event event) {
    var step = book.step(event, now);
    book = step.next();
    return step;
  }
}
