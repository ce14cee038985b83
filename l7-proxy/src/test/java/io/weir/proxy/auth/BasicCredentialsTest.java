package io.weir.proxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BasicCredentialsTest {
  @Test
  void thePasswordIsAllBehindTheFirstColon() {
    assertThat(parse("ann:a:b").orElseThrow())
        .isEqualTo(new BasicCredentials("ann", "a:b".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPasswordThatIsTooLongToBeOneIsNotWorthACheck() {
    assertThat(parse("ann:" + "x".repeat(1024))).isPresent();
    assertThat(parse("ann:" + "x".repeat(1025))).isEmpty();
  }

  private static Optional<BasicCredentials> parse(String text) {
    var octets = Base64.getEncoder().encode(text.getBytes(StandardCharsets.UTF_8));
    return BasicCredentials.parse(octets, 0, octets.length);
  }
}
