package io.weir.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressOrderTest {
  @Test
  void takesTheFamiliesByTurns() {
    var found = addresses("10.0.0.1", "10.0.0.2", "10.0.0.3", "2001:db8::1", "2001:db8::2");

    assertThat(AddressOrder.of(found, false))
        .isEqualTo(addresses("10.0.0.1", "2001:db8::1", "10.0.0.2", "2001:db8::2", "10.0.0.3"));
    assertThat(AddressOrder.of(found, true))
        .isEqualTo(addresses("2001:db8::1", "10.0.0.1", "2001:db8::2", "10.0.0.2", "10.0.0.3"));
  }

  @Test
  void takesTheOnlyFamilyThereIs() {
    assertThat(AddressOrder.of(addresses("10.0.0.1"), true)).isEqualTo(addresses("10.0.0.1"));
    assertThat(AddressOrder.of(addresses("::1"), false)).isEqualTo(addresses("::1"));
  }

  @Test
  void leavesOutWhatIsTooMuch() {
    var many = Collections.nCopies(500, InetAddress.ofLiteral("10.0.0.1"));

    assertThat(AddressOrder.of(many, false)).hasSize(AddressOrder.MOST);
  }

  private static List<InetAddress> addresses(String... texts) {
    return Stream.of(texts).map(InetAddress::ofLiteral).toList();
  }
}
