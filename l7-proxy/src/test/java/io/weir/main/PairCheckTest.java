package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairCheckTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          priority 150                            | priority 150                             | has priority 150 on both machines
          priority owner                          | priority 255                             | has priority 255 on both machines
          priority 1; version 2                   | priority 2                               | has version 3 here and 2 there
          priority 1; version 2; advert 1s        | priority 2; version 2; advert 2s         | has another advert than there
          priority 1; auth hmac KEY           | priority 2                               | auth that does not go with
          priority 1; auth hmac KEY           | priority 2; auth hmac KEY receive-only | auth that does not go with
          priority 1; version 2; auth pass KEY | priority 2; version 2                   | auth that does not go with
          """)
  void refusesAPairThatCannotAgree(String one, String other, String told) throws IOException {
    var result = check("vrrp 51 on eth0", one, "vrrp 51 on bond0", other);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("error[E145]").contains(told).contains("a.weir:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vrrp 51 on eth0 | priority 150                | vrrp 51 on eth0 | priority 149
          vrrp 51 on eth0 | priority 150                | vrrp 52 on eth0 | priority 150
          vrrp 51 on eth0 | priority 1; advert 100ms    | vrrp 51 on eth0 | priority 2; advert 1s
          vrrp 51 on eth0 | priority 1; auth hmac KEY permissive | vrrp 51 on eth0 | priority 2; auth hmac KEY receive-only
          """)
  void acceptsOneThatCan(String first, String one, String second, String other) throws IOException {
    assertThat(check(first, one, second, other)).extracting("status", "err").containsExactly(0, "");
  }

  @Test
  void theSameNumberOnAnotherNetworkIsNoPair() throws IOException {
    var a = file("a.weir", "vrrp 51 on eth0 { address 192.0.2.1 }");
    var b = file("b.weir", "vrrp 51 on eth0 { address 198.51.100.1 }");

    assertThat(Cli.run("check", a, b).status()).isZero();
  }

  private Cli.Result check(String first, String one, String second, String other)
      throws IOException {
    return Cli.run(
        "check",
        file("a.weir", first + " { address 192.0.2.10/24; " + one + " }"),
        file("b.weir", second + " { address 192.0.2.10/24; " + other + " }"));
  }

  private String file(String name, String router) throws IOException {
    var key = Files.writeString(folder.resolve("key"), "s3cret12");
    var text = "weir 1\ndirector { " + router + " }\n";
    return Files.writeString(folder.resolve(name), text.replace("KEY", "file \"" + key + "\""))
        .toString();
  }
}
