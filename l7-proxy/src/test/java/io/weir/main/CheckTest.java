package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CheckTest {
  private static final String SITE =
      """
      weir 1
      listen 127.0.0.1:80 { redirect https }
      listen 127.0.0.1:8080
      trusted [10.9.0.0/16]
      pool web { server 127.0.0.1:9001 }
      pool api { server 127.0.0.1:9002 }
      pool canary { server 127.0.0.1:9003 }
      pool off { server 127.0.0.1:9004 }
      host a.example {
        route /admin/** when client.ip in 10.0.0.0/8 { to api }
        route /admin/** { respond 403 }
        route /v2/** when header "X-Canary" is "1" { to canary }
        route /v2/** { to api 95%, canary 5%, off 0% }
        route /old/** { redirect 301 "/new/{**}" }
        route /put { body max 1k; to web }
        route /** { to web }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET "https://a.example/x" -> to web
          GET "https://a.example/v2/x" header "X-Canary" "1" -> to canary
          GET "https://a.example/v2/x" -> to canary
          GET "https://a.example/v2/x" -> to api
          GET "https://a.example/admin/x" from 8.8.8.8 -> status 403
          GET "https://a.example/admin/x" from 10.1.1.1 -> to api
          GET "https://a.example/admin/x" header "X-Forwarded-For" "10.1.1.1" from 10.9.0.1 -> to api
          GET "https://a.example/%61dmin/x" from 8.8.8.8 -> status 403
          GET "https://a.example/old/a/b" -> redirect "/new/a/b"
          GET "https://a.example/old/a/b" -> status 301
          GET "http://a.example/x?q=1" -> redirect "https://a.example/x?q=1"
          GET "http://a.example/x" -> status 308
          GET "http://a.example:8080/x" -> to web
          GET "https://b.example/" -> status 404
          GET "https://a.example/y/../x" -> to web
          GET "https://a.example/../x" -> status 400
          CONNECT "https://a.example/" -> status 405
          POST "https://a.example/put" header "Content-Length" "2000" -> status 413
          GET "https://a.example/" header "Transfer-Encoding" "gzip" -> status 400
          """)
  void holdsWhatHolds(String expectation) throws IOException {
    var file = write(SITE + "expect " + expectation + "\n");

    var result = Cli.run("check", file);

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET "https://a.example/x" -> to api | goes to pool "web"; expected pool "api" | site.weir:16
          GET "https://a.example/v2/x" -> to off | goes to pool "api" or pool "canary"; | site.weir:13
          GET "https://a.example/v2/x" -> status 200 | goes to pool | site.weir:13
          GET "https://a.example/old/a" -> redirect "/new" | is redirected to "/new/a" with status 301; | site.weir:14
          GET "https://a.example/admin/x" -> to api | is answered with status 403; | site.weir:11
          GET "http://a.example/x" -> to web | is redirected to "https://a.example/x" | decided by listen 127.0.0.1:80
          GET "https://b.example/" -> to web | is refused with 404 no-host: found host | expected pool "web"
          """)
  void refusesAnExpectationThatFails(String expectation, String message, String decider)
      throws IOException {
    var file = write(SITE + "expect " + expectation + "\n");

    var result = Cli.run("check", file);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("error[E140] ").contains(message).contains(decider);
    assertThat(result.err()).contains("site.weir:18:1\n18 | expect ");
  }

  @Test
  void holdsAFolderToWhatIsInIt() throws IOException {
    Files.writeString(folder.resolve("index.html"), "hello");
    var file =
        write(
            """
            weir 1
            listen :80
            host * { route /** { files "%s" } }
            expect GET "http://a/" -> status 200
            expect GET "http://a/none" -> status 404
            expect POST "http://a/" -> status 405
            expect GET "http://a/index.html" header "Range" "bytes=1-2" -> status 206
            expect GET "http://a/.git/config" -> status 403
            """
                .formatted(folder));

    var result = Cli.run("check", file);

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void refusesAFolderThatIsNotThere() throws IOException {
    var file = write("weir 1\nlisten :80\nhost * { route /** { files \"/none/such\" } }\n");

    var result = Cli.run("check", file);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("error[E141] found nothing at '/none/such'");
  }

  @Test
  void refusesATokenFileThatHoldsNone() throws IOException {
    Files.writeString(folder.resolve("empty"), " \n");
    Files.write(folder.resolve("latin1"), new byte[] {(byte) 0xe4});
    Files.writeString(folder.resolve("token"), "secret");

    assertThat(checkToken("none")).contains("error[E142] found no token file '", "site.weir:3:35");
    assertThat(checkToken("empty")).contains("error[E142] found an empty token file '");
    assertThat(checkToken("latin1")).contains("error[E142] ", "that is not UTF-8");
    assertThat(checkToken(".")).contains("error[E142] found a folder at '");
    assertThat(checkToken("token")).isEmpty();
  }

  @Test
  void refusesFilesThatRedisCannotBeEnteredWith() throws IOException {
    Files.writeString(folder.resolve("empty"), " \nx\n");
    Files.writeString(folder.resolve("password"), "hunter2\n");
    Files.write(folder.resolve("latin1"), new byte[] {'h', (byte) 0xe4});

    assertThat(checkRedis("password file \"none\""))
        .contains("error[E142] found no file '", "none'", "site.weir:3:");
    assertThat(checkRedis("password file \"empty\""))
        .contains("error[E142] found no password in the first line of '");
    assertThat(checkRedis("password file \"latin1\"")).contains("error[E142] ", "not UTF-8");
    assertThat(checkRedis("password file \".\"")).contains("error[E142] ", "cannot read");
    assertThat(checkRedis("password env \"WEIR_TEST_NO_SUCH\""))
        .contains("error[E142] found no password in the environment variable 'WEIR_TEST_NO_SUCH'");
    assertThat(checkRedis("ca \"none\"")).contains("error[E142] found no file '", "none'");
    assertThat(checkRedis("ca \"password\""))
        .contains("error[E142] found no certificate in '")
        .doesNotContain("hunter2");
    assertThat(checkRedis("password file \"password\"")).isEmpty();
  }

  @Test
  void namesAFileThatIsNotThereWithoutShowingAnyOfIt() {
    var absent = folder.resolve("absent.weir").toString();

    var result = Cli.run("check", absent);

    assertThat(result.err()).isEqualTo("error[E107] no such file\n  " + absent + "\n");
  }

  @Test
  void looksForFilesBesideTheFileThatNamesThem() throws IOException {
    Files.createDirectories(folder.resolve("sites/public"));
    Files.createDirectories(folder.resolve("shared"));
    Files.writeString(
        folder.resolve("sites/a.weir"),
        "host a.example { route /x/** { files shared }; route /** { files \"public\" } }\n");
    var file = write("weir 1\nlisten :80\nlet shared = \"shared\"\ninclude \"sites/*.weir\"\n");

    var result = Cli.run("check", file);

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
  }

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("../conf"))) {
      return files.filter(it -> it.toString().endsWith(".weir")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void acceptsEveryExampleFromAnotherFolder(Path example) {
    var result = Cli.run("check", "--strict", example.toString());

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void refusesARegexThatTheEngineDoesNotTake() throws IOException {
    var file =
        write(
            "weir 1\nlisten :80\npool p { server a:1 }\n"
                + "host * { route /** when path matches \"(?=x)\" { to p } }\n");

    var result = Cli.run("check", file);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("error[E127]").contains("(?=x)");
  }

  @Test
  void takesWarningsForErrorsOnlyWhenStrict() throws IOException {
    var file =
        write(
            "weir 1\nlisten :80\npool unused { server a:1 }\nhost * { route /** { respond 204 } }\n");

    var result = Cli.run("check", file);
    var strict = Cli.run("check", "--strict", file);

    assertThat(result.status()).isZero();
    assertThat(result.err()).contains("warning[W201]");
    assertThat(strict.status()).isEqualTo(2);
  }

  @Test
  void printsTheMistakesOfAllFilesAsJson() throws IOException {
    var one = write("weir 1\nlisten :80\nhost * { route /** { to none } }\n");

    var result = Cli.run("check", "--json", one, folder.resolve("absent.weir").toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(new JsonArray(result.out()).stream().map(it -> ((JsonObject) it).getString("code")))
        .containsExactly("E112", "E107");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chek | weir: unknown command 'chek'; did you mean 'check'?
          check --strikt x | weir: unknown option '--strikt'; did you mean '--strict'?
          check | weir: missing required parameter: 'FILE'
          version extra | weir: unknown argument 'extra'
          """)
  void tellsAMisuseInOneLineAndExitsWithTwo(String arguments, String line) {
    var result = Cli.run(arguments.split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(2).first().isEqualTo(line);
  }

  private String checkRedis(String setting) throws IOException {
    var path =
        write(
            "weir 1\nlisten :80\nshared redis \"rediss://127.0.0.1:1\" { %s }\n".formatted(setting)
                + "host * { limit 1r/s per client.ip shared; route /** { respond 204 } }\n");
    return Cli.run("check", path).err();
  }

  private String checkToken(String file) throws IOException {
    var path =
        write(
            "weir 1\nlisten :80\nadmin 127.0.0.1:9901 { token file \"%s\" }\n".formatted(file)
                + "host * { route /** { respond 204 } }\n");
    return Cli.run("check", path).err();
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("site.weir"), text).toString();
  }
}
