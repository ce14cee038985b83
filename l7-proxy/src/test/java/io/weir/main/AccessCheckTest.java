package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.acl.MmdbWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code check} and {@code explain} say of access rules, sets and countries. */
class AccessCheckTest {
  private static final String SITE =
      """
      weir 1
      listen :8080
      let bad = file "bad.txt"
      geoip "c.mmdb"
      trusted [10.9.0.1, bad]
      deny bad
      host a.example {
        route /de when client.country in ["DE", "AT"] { respond 200 }
        route /known when client.country { respond 200 }
        route /in when client.ip in [bad, 10.0.0.0/8] { respond 200 }
        route /** {
          allow 10.0.0.0/8 when not client.country is "FR"
          deny any status 404
          respond 200
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void theExampleHolds() {
    assertThat(Cli.run("check", "--strict", "../conf/access.weir"))
        .isEqualTo(new Cli.Result(0, "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/x | 192.0.2.1 | status 403",
        "/de | 198.51.100.1 | status 200",
        "/de | 203.0.113.1 | status 404",
        "/known | 203.0.113.1 | status 200",
        "/known | 8.8.8.8 | status 404",
        "/in | 10.1.1.1 | status 200",
        "/in | 192.0.2.1 | status 403",
        "/x | 10.1.1.1 | status 200",
      })
  void expectationsSeeRulesFilesAndCountries(String path, String from, String outcome)
      throws IOException {
    var file =
        write(
            SITE
                + "expect GET \"http://a.example%s\" from %s -> %s\n"
                    .formatted(path, from, outcome),
            "192.0.2.0/24\n");

    assertThat(Cli.run("check", file)).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void aForwardingFieldIsBelievedFromAPeerInAFile() throws IOException {
    var file =
        write(
            SITE.replace("deny bad\n", "")
                + "expect GET \"http://a.example/in\" header \"X-Forwarded-For\" \"10.1.1.1\""
                + " from 192.0.2.1 -> status 200\n",
            "192.0.2.1");

    assertThat(Cli.run("check", file)).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void aBadFileIsToldWithNameAndLine() throws IOException {
    var file = write(SITE, "192.0.2.1\n10.0.0.300\n\n10.0.0.1/8\n");

    var result = Cli.run("check", file);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("error[E142] ", "bad.txt:2: found \"10.0.0.300\"; expected an address")
        .contains("bad.txt:4: found \"10.0.0.1/8\"; expected a network with no bit set")
        .contains("site.weir:3:16\n3 | let bad = file \"bad.txt\"");
  }

  @Test
  void aMissingFileAndAMissingDatabaseAreToldAtOnce() throws IOException {
    var file = write(SITE, "");
    Files.delete(folder.resolve("bad.txt"));
    Files.delete(folder.resolve("c.mmdb"));

    for (var command : new String[] {"check", "run"}) {
      var result = Cli.run(command, file);

      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err())
          .contains("error[E142] found no file '" + folder + "/bad.txt'")
          .contains("error[E142] found no file '" + folder + "/c.mmdb'");
    }
  }

  @Test
  void anExplanationShowsWhichRuleRefuses() throws IOException {
    var file = write(SITE, "192.0.2.0/24\n");

    var denied = Cli.run("explain", file, "http://a.example/x", "--from", "192.0.2.1");
    var passed = Cli.run("explain", file, "http://a.example/de", "--from", "10.1.1.1");

    assertThat(denied.out())
        .contains("setting   deny [file \"" + folder + "/bad.txt\"]\n")
        .contains("setting   allow [10.0.0.0/8] when not client.country is \"FR\"\n")
        .contains("setting   deny any status 404\n")
        .contains("refused   403 denied: denied by the rule in " + file + ":6\n");
    assertThat(passed.out())
        .contains("tried     a.example/de")
        .contains(": client.country in [\"DE\", \"AT\"]: found none")
        .contains("answer    200");
  }

  @Test
  void anExplanationInJsonHasTheStatusOfTheRule() throws IOException {
    var site = SITE.replace("deny bad", "deny bad status 451");
    var file = write(site, "192.0.2.0/24\n");

    var result = Cli.run("explain", "--json", file, "http://a.example/x", "--from", "192.0.2.1");

    assertThat(result.out()).contains("\"status\" : 451").contains("\"cause\" : \"denied\"");
  }

  private String write(String site, String list) throws IOException {
    Files.writeString(folder.resolve("bad.txt"), list);
    Files.write(
        folder.resolve("c.mmdb"),
        new MmdbWriter("Test-Country")
            .put("198.51.100.0/24", Map.of("country", Map.of("iso_code", "AT")))
            .put("203.0.113.0/24", Map.of("country", Map.of("iso_code", "FR")))
            .build());
    return Files.writeString(folder.resolve("site.weir"), site).toString();
  }
}
