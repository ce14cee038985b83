package io.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimsTest {
  private final Claims claims =
      new Claims(
          Map.of(
              "sub",
              "ann",
              "level",
              7L,
              "large",
              new BigInteger("123456789012345678901234567890"),
              "round",
              1000.0,
              "part",
              0.5,
              "admin",
              true,
              "roles",
              List.of("read", "write"),
              "none",
              List.of(),
              "https://example.org/team",
              "blue",
              "realm",
              Map.of("roles", List.of("owner"), "inner", Map.of("id", "x"))));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sub|ann",
        "level|7",
        "large|123456789012345678901234567890",
        "round|1000",
        "part|0.5",
        "admin|true",
        "roles|read,write",
        "https://example.org/team|blue",
        "realm.roles|owner",
        "realm.inner.id|x",
        "none|",
        "realm|",
        "realm.other|",
        "other|",
        ".sub|",
        "sub.|"
      })
  void aClaimIsReadAsText(String name, String text) {
    assertThat(claims.text(name)).isEqualTo(text);
  }

  @Test
  void anyValueOfAListMayPassATest() {
    var wanted = Octets.of("write");

    boolean passes =
        claims.any("roles", (bytes, start, end) -> Arrays.equals(bytes, start, end, wanted, 0, 5));

    assertThat(passes).isTrue();
  }

  @Test
  void whatIsNotThereOrHasNoValuePassesNoTest() {
    assertThat(List.of("none", "realm", "other", "realm.inner"))
        .noneMatch(name -> claims.any(name, (_, _, _) -> true));
  }
}
