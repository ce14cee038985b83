package io.weir.vrrp.packet;

import static io.weir.vrrp.packet.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HmacGuardTest {
  private static final InetAddress SENDER = ip("192.0.2.251");
  private static final byte[] ADVERT = HexFormat.of().parseHex("3133c8010064a0dac0000201");
  private static final HmacKeys KEYS = keys(1, "the key of both");

  private static final String VECTOR =
      "3133c8010064a0dac0000201"
          + "01010000"
          + "6b047f20"
          + "80000000"
          + "e1f5d5af04a243c0b8d95b30cfe5fba0";

  private Instant now = Instant.parse("2026-11-23T18:00:00.5Z");

  @Test
  void signsWithTheOctetsThatAnIndependentImplementationMakes() {
    byte[] signed = guard(HmacMode.ENFORCE, KEYS).sign(ADVERT, SENDER);

    // Python: hmac.new(key, pseudo + advert with checksum 0 + trailer[:12] + 16 zeros, sha256).
    assertThat(HexFormat.of().formatHex(signed)).isEqualTo(VECTOR);
  }

  @Test
  void acceptsWhatThePeerSigned() {
    byte[] signed = guard(HmacMode.ENFORCE, KEYS).sign(ADVERT, SENDER);

    assertThat(verdict(guard(HmacMode.ENFORCE, KEYS), signed)).isEmpty();
  }

  @Test
  void refusesTheSameAdvertTwice() {
    byte[] signed = guard(HmacMode.ENFORCE, KEYS).sign(ADVERT, SENDER);
    var receiver = guard(HmacMode.ENFORCE, KEYS);
    verdict(receiver, signed);

    assertThat(verdict(receiver, signed)).contains(Rejection.HMAC_REPLAY);
  }

  @Test
  void acceptsManyOfOneInstant() {
    var sender = guard(HmacMode.ENFORCE, KEYS);
    var receiver = guard(HmacMode.ENFORCE, KEYS);

    for (int i = 0; i < 100; i++) {
      assertThat(verdict(receiver, sender.sign(ADVERT, SENDER))).isEmpty();
    }
  }

  @Test
  void refusesWhatIsOlderOrNewerThanTheWindow() {
    byte[] signed = guard(HmacMode.ENFORCE, KEYS).sign(ADVERT, SENDER);
    var receiver = guard(HmacMode.ENFORCE, KEYS);

    now = now.plusSeconds(6);
    assertThat(verdict(receiver, signed)).contains(Rejection.HMAC_STALE);
    now = now.minusSeconds(12);
    assertThat(verdict(receiver, signed)).contains(Rejection.HMAC_STALE);
    now = now.plusSeconds(6 + 5);
    assertThat(verdict(receiver, signed)).isEmpty();
  }

  @Test
  void hearsASenderAgainWhoseClockWasSetBack() {
    var sender = guard(HmacMode.ENFORCE, KEYS);
    var receiver = guard(HmacMode.ENFORCE, KEYS);
    assertThat(verdict(receiver, sender.sign(ADVERT, SENDER))).isEmpty();

    now = now.minusSeconds(3600);

    assertThat(verdict(receiver, sender.sign(ADVERT, SENDER))).isEmpty();
  }

  @Test
  void refusesAnotherKeyAndAnotherSecret() {
    byte[] signed = guard(HmacMode.ENFORCE, KEYS).sign(ADVERT, SENDER);

    assertThat(verdict(guard(HmacMode.ENFORCE, keys(2, "the key of both")), signed))
        .contains(Rejection.HMAC_KEY);
    assertThat(verdict(guard(HmacMode.ENFORCE, keys(1, "another")), signed))
        .contains(Rejection.HMAC);
  }

  @Test
  void refusesAnySingleChangedOctet() {
    byte[] signed = guard(HmacMode.ENFORCE, KEYS).sign(ADVERT, SENDER);
    for (int i = 0; i < signed.length; i++) {
      byte[] changed = signed.clone();
      changed[i] ^= 1;
      // The checksum, octets 6 and 7, is not signed; the codec checks it.
      boolean isChecksum = i == 6 || i == 7;

      assertThat(verdict(guard(HmacMode.ENFORCE, KEYS), changed).isEmpty())
          .as("octet %d", i)
          .isEqualTo(isChecksum);
    }
  }

  @Test
  void refusesASignatureOfAnotherSender() {
    byte[] signed = guard(HmacMode.ENFORCE, KEYS).sign(ADVERT, ip("192.0.2.250"));

    assertThat(verdict(guard(HmacMode.ENFORCE, KEYS), signed)).contains(Rejection.HMAC);
  }

  @Test
  void refusesWhatIsNotSignedOnlyWhenItIsToldTo() {
    assertThat(guard(HmacMode.ENFORCE, KEYS).refuse(Optional.empty(), SENDER))
        .contains(Rejection.HMAC_MISSING);
    assertThat(guard(HmacMode.PERMISSIVE, KEYS).refuse(Optional.empty(), SENDER)).isEmpty();
    assertThat(guard(HmacMode.RECEIVE_ONLY, KEYS).refuse(Optional.empty(), SENDER)).isEmpty();
  }

  @Test
  void doesNotSignInTheFirstStep() {
    assertThat(guard(HmacMode.RECEIVE_ONLY, KEYS).sign(ADVERT, SENDER)).isEqualTo(ADVERT);
    assertThat(guard(HmacMode.PERMISSIVE, KEYS).sign(ADVERT, SENDER))
        .hasSize(ADVERT.length + HmacTrailer.OCTETS);
  }

  @Test
  void aForgedAdvertMovesNoMark() {
    var sender = guard(HmacMode.ENFORCE, KEYS);
    byte[] signed = sender.sign(ADVERT, SENDER);
    byte[] forged = sender.sign(ADVERT, SENDER);
    forged[forged.length - 1] ^= 1;
    var receiver = guard(HmacMode.ENFORCE, KEYS);
    verdict(receiver, forged);

    assertThat(verdict(receiver, signed)).isEmpty();
  }

  @Test
  void keysAreNotPrinted() {
    assertThat(KEYS.toString()).doesNotContain("the key");
    assertThat(AuthField.password("s3cret12").toString()).isEqualTo("AuthField[type=1]");
  }

  private HmacGuard guard(HmacMode mode, HmacKeys keys) {
    return new HmacGuard(mode, keys, 100, () -> now);
  }

  private static HmacKeys keys(int id, String text) {
    return new HmacKeys(id, Map.of(id, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<Rejection> verdict(HmacGuard guard, byte[] signed) {
    int length = signed.length - HmacTrailer.OCTETS;
    var tail =
        new SignedTail(
            Arrays.copyOf(signed, length), Arrays.copyOfRange(signed, length, signed.length));
    return guard.refuse(Optional.of(tail), SENDER);
  }
}
