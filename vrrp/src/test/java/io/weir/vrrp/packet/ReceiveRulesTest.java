package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReceiveRulesTest {
  private static final List<InetAddress> VIPS = List.of(ip("192.0.2.1"), ip("192.0.2.2"));
  private static final Advert V3 = new Advert(Version.V3, 51, 100, 100, VIPS, AuthField.NONE);
  private static final Advert V2 =
      new Advert(Version.V2, 51, 100, 100, VIPS, AuthField.password("secret"));
  private static final ReceiveRules RULES_V3 = new ReceiveRules(V3, Set.of(), Optional.empty());
  private static final ReceiveRules RULES_V2 = new ReceiveRules(V2, Set.of(), Optional.empty());
  private static final ReceiveRules UNICAST =
      new ReceiveRules(V3, Set.of(ip("192.0.2.251")), Optional.empty());

  @Test
  void takesAnAdvertOfTheGroup() {
    assertThat(refused(RULES_V3, V3, "192.0.2.251", "224.0.0.18")).isEmpty();
    assertThat(refused(RULES_V2, V2, "192.0.2.251", "224.0.0.18")).isEmpty();
  }

  @Test
  void refusesTheOtherVersion() {
    assertThat(refused(RULES_V3, V2, "192.0.2.251", "224.0.0.18")).contains(Rejection.VERSION);
    assertThat(refused(RULES_V2, V3, "192.0.2.251", "224.0.0.18")).contains(Rejection.VERSION);
  }

  @Test
  void takesAnotherIntervalInVersion3Only() {
    var slow3 = new Advert(Version.V3, 51, 200, 300, VIPS, AuthField.NONE);
    var slow2 = new Advert(Version.V2, 51, 200, 300, VIPS, AuthField.password("secret"));

    assertThat(refused(RULES_V3, slow3, "192.0.2.251", "224.0.0.18")).isEmpty();
    assertThat(refused(RULES_V2, slow2, "192.0.2.251", "224.0.0.18")).contains(Rejection.INTERVAL);
  }

  @Test
  void refusesAnotherKindOfAuthenticationAndAnotherPassword() {
    var none = new Advert(Version.V2, 51, 200, 100, VIPS, AuthField.NONE);
    var header = new Advert(Version.V2, 51, 200, 100, VIPS, new AuthField(2, 0));
    var wrong = new Advert(Version.V2, 51, 200, 100, VIPS, AuthField.password("Secret"));

    assertThat(refused(RULES_V2, none, "192.0.2.251", "224.0.0.18")).contains(Rejection.AUTH_TYPE);
    assertThat(refused(RULES_V2, header, "192.0.2.251", "224.0.0.18"))
        .contains(Rejection.AUTH_TYPE);
    assertThat(refused(RULES_V2, wrong, "192.0.2.251", "224.0.0.18")).contains(Rejection.AUTH);
  }

  @Test
  void doesNotLookAtTheDataOfNoAuthentication() {
    var own = new Advert(Version.V2, 51, 100, 100, VIPS, AuthField.NONE);
    var noise = new Advert(Version.V2, 51, 200, 100, VIPS, new AuthField(0, 42));

    assertThat(
            refused(
                new ReceiveRules(own, Set.of(), Optional.empty()),
                noise,
                "192.0.2.251",
                "224.0.0.18"))
        .isEmpty();
  }

  @Test
  void refusesOtherAddressesInVersion2UnlessTheOwnerSaysSo() {
    var other = List.of(ip("192.0.2.1"));
    var lower = new Advert(Version.V2, 51, 200, 100, other, AuthField.password("secret"));
    var owner = new Advert(Version.V2, 51, 255, 100, other, AuthField.password("secret"));

    assertThat(refused(RULES_V2, lower, "192.0.2.251", "224.0.0.18")).contains(Rejection.ADDRESSES);
    assertThat(refused(RULES_V2, owner, "192.0.2.251", "224.0.0.18")).isEmpty();
  }

  @Test
  void takesOtherAddressesInVersion3AndTells() {
    var other = new Advert(Version.V3, 51, 200, 100, List.of(ip("192.0.2.1")), AuthField.NONE);
    var turned = new Advert(Version.V3, 51, 200, 100, VIPS.reversed(), AuthField.NONE);

    assertThat(refused(RULES_V3, other, "192.0.2.251", "224.0.0.18")).isEmpty();
    assertThat(RULES_V3.hasOwnAddresses(other)).isFalse();
    assertThat(RULES_V3.hasOwnAddresses(turned)).isTrue();
  }

  @Test
  void listensToTheGroupOrToPeersButNotToBoth() {
    assertThat(refused(RULES_V3, V3, "192.0.2.251", "192.0.2.250")).contains(Rejection.DESTINATION);
    assertThat(refused(UNICAST, V3, "192.0.2.251", "224.0.0.18")).contains(Rejection.DESTINATION);
    assertThat(refused(UNICAST, V3, "192.0.2.251", "192.0.2.250")).isEmpty();
  }

  @Test
  void listensToPeersOnly() {
    assertThat(refused(UNICAST, V3, "192.0.2.249", "192.0.2.250")).contains(Rejection.PEER);
  }

  @Test
  void refusesASignatureThatItHasNoKeyFor() {
    var signed =
        new Reception.Valid(
            V3,
            ChecksumForm.PSEUDO_HEADER,
            Optional.of(new SignedTail(new byte[16], new byte[28])));
    var datagram = new Datagram(ip("192.0.2.251"), ip("224.0.0.18"), 255, new byte[0]);

    assertThat(RULES_V3.refuse(signed, datagram)).contains(Rejection.HMAC_UNEXPECTED);
  }

  private static Optional<Rejection> refused(
      ReceiveRules rules, Advert advert, String source, String destination) {
    var datagram = new Datagram(ip(source), ip(destination), 255, new byte[0]);
    return rules.refuse(
        new Reception.Valid(advert, ChecksumForm.PSEUDO_HEADER, Optional.empty()), datagram);
  }
}
