package io.weir.lvs.edge.accept;

import static io.weir.lvs.edge.Offers.WEB;
import static io.weir.lvs.edge.Offers.offer;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.lvs.edge.Load;
import io.weir.lvs.edge.Message;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever edges do, in whatever order, these hold. */
class BookPropertiesTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.1");
  private static final Map<String, Allowance> ALLOWED =
      Map.of("a", allowance(1, 2), "b", allowance(2, 3));
  private static final AcceptRules RULES = new AcceptRules(ALLOWED, Set.of(WEB));

  /**
   * What happens, and how long after the last.
   *
   * @param event whose stream is counted back from the newest one
   */
  record Happening(Event event, long millis) {}

  @Property(tries = 1000)
  void aPlaceHasOneEdgeThatMayHaveItAndIsInItsLease(
      @ForAll("happenings") List<Happening> happenings) {
    var book = Book.EMPTY.step(new Event.Governed(RULES), 0).next();
    var newest = new HashMap<String, Long>();
    long now = 0;
    long streams = 0;
    for (var happening : happenings) {
      now += happening.millis() * 1_000_000;
      streams += happening.event() instanceof Event.Opened ? 1 : 0;
      var event = numbered(happening.event(), streams);
      book = book.step(new Event.Passed(), now).next();
      var step = book.step(event, now);
      book = step.next();
      if (event instanceof Event.Opened(var name, var epoch, var stream, _)
          && !step.cuts().containsKey(stream)) {
        newest.put(name, epoch);
      }
      check(book, newest, now);
    }
  }

  /** As a door numbers streams: each has a number of its own. */
  private static Event numbered(Event event, long newest) {
    return switch (event) {
      case Event.Opened(var name, var epoch, _, var peer) ->
          new Event.Opened(name, epoch, newest, peer);
      case Event.Heard(var back, var message) -> new Event.Heard(newest - back, message);
      case Event.Closed(var back) -> new Event.Closed(newest - back);
      case Event.Governed _, Event.Passed _ -> event;
    };
  }

  private static void check(Book book, Map<String, Long> newest, long now) {
    var places = new HashSet<>();
    for (var member : book.members()) {
      var at = member.offer().server().key();
      assertThat(places.add(at)).isTrue();
      assertThat(ALLOWED.get(member.edge()).addresses()).contains(at.address());
      assertThat(member.epoch()).isEqualTo(newest.get(member.edge()));
      if (member.standing() == Standing.DRAINING) {
        assertThat(member.offer().server().weight()).isZero();
      }
    }
    for (var edge : book.enrolments().values()) {
      if (edge.standing().isLive()) {
        assertThat(edge.left(now)).isPositive();
      }
      if (edge.standing() == Standing.GONE) {
        assertThat(edge.held()).isEmpty();
      }
    }
    assertThat(book.enrolments()).hasSizeLessThanOrEqualTo(ALLOWED.size());
  }

  @Provide
  Arbitrary<List<Happening>> happenings() {
    var streams = Arbitraries.longs().between(0, 3);
    var opened =
        Combinators.combine(
                Arbitraries.of("a", "b", "c"), Arbitraries.longs().between(1, 3), streams)
            .as((name, epoch, stream) -> (Event) new Event.Opened(name, epoch, stream, PEER));
    var heard =
        Combinators.combine(streams, messages())
            .as((stream, message) -> (Event) new Event.Heard(stream, message));
    var closed = streams.map(stream -> (Event) new Event.Closed(stream));
    return Combinators.combine(
            Arbitraries.oneOf(opened, heard, heard, heard, closed),
            Arbitraries.longs().between(0, 1500))
        .as(Happening::new)
        .list()
        .ofMaxSize(60);
  }

  private static Arbitrary<Message> messages() {
    var registers =
        Combinators.combine(
                Arbitraries.integers().between(1, 4), Arbitraries.integers().between(0, 9))
            .as((host, weight) ->
                (Message)
                    new Message.Register(
                        Duration.ofSeconds(3), List.of(offer(WEB, "192.0.2." + host, weight))));
    var beats =
        Arbitraries.integers()
            .between(0, 9)
            .map(weight -> (Message) new Message.Heartbeat(List.of(weight), Load.NONE));
    return Arbitraries.oneOf(
        registers,
        registers,
        beats,
        Arbitraries.of(new Message.Drain(Duration.ofSeconds(1)), new Message.Bye()));
  }

  private static Allowance allowance(int... hosts) {
    var addresses = new HashSet<InetAddress>();
    for (int host : hosts) {
      addresses.add(InetAddress.ofLiteral("192.0.2." + host));
    }
    return new Allowance(addresses, Set.of());
  }
}
