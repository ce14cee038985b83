package io.weir.lvs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Checksum;
import io.weir.lvs.table.Forwarding.Wrap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  @Test
  void aMessageIsAsFewOctetsAsItNeeds() {
    var offer = Offers.offer(Offers.WEB, "192.0.2.11", 100);

    assertThat(hex(new Message.Register(Duration.ofSeconds(3), List.of(offer))))
        .isEqualTo("01 00000bb8 01 06 04 c000020a 01bb 04 c000020b 01bb 00 00000064");
    assertThat(hex(new Message.Heartbeat(List.of(7), new Load(2, 3))))
        .isEqualTo("02 00000002 00000003 01 00000007");
    assertThat(hex(new Message.Drain(Duration.ofSeconds(30)))).isEqualTo("03 00007530");
    assertThat(hex(new Message.Bye())).isEqualTo("04");
    assertThat(hex(new Message.Ack(true, Duration.ofSeconds(3), List.of(Verdict.TAKEN))))
        .isEqualTo("05 01 00000bb8 01 04");
    assertThat(hex(new Message.Refused(Refusal.OLD_BOOT))).isEqualTo("06 04");
  }

  @Test
  void theLongestMessageHasRoom() throws EdgeException {
    var gue = new Forwarding.Tunnel(new Wrap.Gue(6080, Checksum.REMOTE));
    var offers = new ArrayList<Offer>();
    for (int i = 1; i <= Message.MOST_OFFERS; i++) {
      offers.add(Offers.offer(Offers.WEB6, "2001:db8::" + i, 443, gue, 65535));
    }
    var message = new Message.Register(Duration.ofSeconds(60), offers);

    assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadAgain(@ForAll("messages") Message message) throws EdgeException {
    assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
  }

  @Property(tries = 500)
  void noMessageIsTheBeginningOfAnother(
      @ForAll("messages") Message message, @ForAll @IntRange(max = 4000) int cut) {
    byte[] octets = MessageCodec.encode(message);
    byte[] part = java.util.Arrays.copyOf(octets, cut % octets.length);

    assertThatThrownBy(() -> MessageCodec.decode(part)).isInstanceOf(EdgeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "07",
        // Something behind the message.
        "0400",
        // A time, a weight, a load below zero.
        "03ffffffff",
        "02000000000000000001ffffffff",
        "02ffffffff0000000000",
        // A weight beyond 65535.
        "0200000000000000000100010000",
        // More than 64 of something.
        "01000000004106",
        "050000000bb841",
        // Neither yes nor no; no such verdict, refusal, protocol, length of an address, way.
        "050200000bb800",
        "050000000bb80106",
        "060c",
        "01000000000107",
        "0100000000010605c000020a01",
        "0100000000010604c000020a01bb04c000020b01bb0500000064",
        // GUE without a port.
        "0100000000010604c000020a01bb04c000020b01bb03000000" + "00000064",
        // The same server twice.
        "0100000000020604c000020a01bb04c000020b01bb00000000640604c000020a01bb04c000020b01bb0000000064"
      })
  void whatIsNoMessageIsRefused(String hex) {
    byte[] octets = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> MessageCodec.decode(octets))
        .isInstanceOfSatisfying(
            EdgeException.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.MALFORMED));
  }

  private static String hex(Message message) {
    var text = HexFormat.of().formatHex(MessageCodec.encode(message));
    return switch (message) {
      case Message.Register _ ->
          text.replaceAll(
              "^(..)(.{8})(..)(..)(..)(.{8})(.{4})(..)(.{8})(.{4})(..)(.{8})$",
              "$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11 $12");
      case Message.Heartbeat _ -> text.replaceAll("^(..)(.{8})(.{8})(..)(.{8})$", "$1 $2 $3 $4 $5");
      case Message.Drain _ -> text.replaceAll("^(..)", "$1 ");
      case Message.Ack _ -> text.replaceAll("^(..)(..)(.{8})(..)(..)$", "$1 $2 $3 $4 $5");
      case Message.Refused _ -> text.replaceAll("^(..)", "$1 ");
      case Message.Bye _ -> text;
    };
  }

  @Provide
  Arbitrary<Message> messages() {
    var durations = Arbitraries.integers().greaterOrEqual(0).map(Duration::ofMillis);
    var weights = Arbitraries.integers().between(0, 65535);
    var counts = Arbitraries.integers().greaterOrEqual(0);
    return Arbitraries.oneOf(
        Combinators.combine(durations, offers()).as(Message.Register::new),
        Combinators.combine(
                weights.list().ofMaxSize(64), Combinators.combine(counts, counts).as(Load::new))
            .as(Message.Heartbeat::new),
        durations.map(Message.Drain::new),
        Arbitraries.just(new Message.Bye()),
        Combinators.combine(
                Arbitraries.of(true, false),
                durations,
                Arbitraries.of(Verdict.class).list().ofMaxSize(64))
            .as(Message.Ack::new),
        Arbitraries.of(Refusal.class).map(Message.Refused::new));
  }

  private static Arbitrary<List<Offer>> offers() {
    var ports = Arbitraries.integers().between(0, 65535);
    var ways =
        Arbitraries.of(
            new Forwarding.Direct(),
            new Forwarding.Masquerade(),
            new Forwarding.Tunnel(new Wrap.Ipip()),
            new Forwarding.Tunnel(new Wrap.Gue(6080, Checksum.FULL)),
            new Forwarding.Tunnel(new Wrap.Gre(Checksum.NONE)));
    var addresses = Arbitraries.of("192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "fd00::1");
    return Combinators.combine(
            addresses, ports, ports, ways, Arbitraries.integers().between(0, 65535))
        .as((address, of, port, way, weight) ->
            Offers.offer(Offers.place(address, of), address, port, way, weight))
        .list()
        .ofMaxSize(20)
        .map(all -> {
          var places = new java.util.HashSet<List<Object>>();
          return all.stream()
              .filter(it -> places.add(List.of(it.of(), it.server().key())))
              .toList();
        });
  }
}
