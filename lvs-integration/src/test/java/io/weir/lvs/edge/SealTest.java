package io.weir.lvs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SealTest {
  private static final byte[] KEY = {1, 2, 3};

  @Test
  void theSignatureIsThatOfRfc2104() {
    // As python3 -c 'import hmac; hmac.new(b"\1\2\3", bytes(8) + b"\4", "sha256").hexdigest()[:32]'
    assertThat(HexFormat.of().formatHex(new Seal(KEY).close(new byte[] {4})))
        .isEqualTo("000000000000000004" + "93bcabd52e9940b648f2db953ecbc622");
  }

  @Property(tries = 200)
  void whatIsSealedIsOpenedOnceAndInOrder(@ForAll @Size(max = 300) byte[] message)
      throws EdgeException {
    var out = new Seal(KEY);
    var in = new Seal(KEY);
    byte[] first = out.close(message);
    byte[] second = out.close(message);

    assertThat(in.open(first)).isEqualTo(message);
    refused(in, first, Refusal.OUT_OF_ORDER);
    assertThat(in.open(second)).isEqualTo(message);
    refused(new Seal(KEY), second, Refusal.OUT_OF_ORDER);
  }

  @Property(tries = 500)
  void noSingleOctetCanBeChangedUnseen(
      @ForAll @Size(max = 100) byte[] message,
      @ForAll @IntRange(max = 5000) int place,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] sealed = new Seal(KEY).close(message);
    sealed[place % sealed.length] ^= (byte) change;

    refused(new Seal(KEY), sealed, Refusal.NOT_SIGNED);
  }

  @Test
  void anotherKeyIsSeen() {
    refused(new Seal(new byte[] {9}), new Seal(KEY).close(new byte[1]), Refusal.NOT_SIGNED);
    refused(new Seal(KEY), new byte[23], Refusal.MALFORMED);
  }

  private static void refused(Seal seal, byte[] sealed, Refusal why) {
    assertThatThrownBy(() -> seal.open(sealed))
        .isInstanceOfSatisfying(EdgeException.class, e -> assertThat(e.refusal()).isEqualTo(why));
  }
}
