package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  private static final String SITE =
      """
      weir 1
      listen 127.0.0.1:8080
      pool api { server 10.0.0.1:80 weight 2; server 10.0.0.2:80 backup }
      pool canary { server 10.0.0.3:80 }
      policy slow { timeout first-byte 90s; retry off; limit 100r/s burst 200 per client.ip + host }
      host api.example, *.api.example {
        route /admin/** when client.ip in 10.0.0.0/8 { to api }
        route /v2/{id}/** as v2 {
          use slow
          header request set "X-Id" "{id} {request.id}"
          header request remove "Cookie"
          rewrite "/internal/{id}/{**}"
          to api 95%, canary 5% sticky "ab"
        }
        route /hello { header set "X-Frame-Options" "DENY"; respond 200 "hi\\n" }
      }
      """;

  @TempDir private Path folder;
  private String file = "";

  @BeforeEach
  void writeTheFile() throws IOException {
    file = Files.writeString(folder.resolve("s.weir"), SITE).toString();
  }

  @Test
  void showsTheKeyThatTheRequestHasInTheCacheOfItsRoute() throws IOException {
    Files.writeString(
        Path.of(file),
        """
        weir 1
        listen 127.0.0.1:8080
        cache pages { memory 16M }
        pool app { server 10.0.0.1:80 }
        host * {
          route /news/** { cache pages key cookie "lang"; to app }
          route /** { to app }
        }
        """);
    var url = "GET http://news.example/news/a?b=c";

    var cached = Cli.run("explain", file, url, "-H", "Cookie: lang=de").out();
    var json = new JsonObject(Cli.run("explain", "--json", file, url).out());
    var other = Cli.run("explain", file, "GET http://news.example/a").out();
    var query = Cli.run("explain", file, "QUERY http://news.example/news/a").out();

    assertThat(query).contains("key http://news.example/news/a + ").contains("QUERY + the SHA-256");
    assertThat(cached)
        .contains("cache     pages, key http://news.example/news/a?b=c + ")
        .contains("de");
    assertThat(json.getString("cache")).startsWith("pages, key http://news.example/news/a?b=c");
    assertThat(other).doesNotContain("cache  ");
  }

  @Test
  void tellsEveryStepUpToTheHeadThatTheServerGets() {
    var result =
        Cli.run(
            "explain",
            file,
            "GET https://eu.api.example/v2/./7/a?b=c",
            "-H",
            "Cookie: x=y",
            "-H",
            "X-Forwarded-For: 1.2.3.4",
            "--from",
            "192.0.2.9");

    assertThat(result.status()).isZero();
    assertThat(result.out().replace(file, "s.weir"))
        .isEqualTo(
            """
            request   GET https://eu.api.example/v2/./7/a?b=c from 192.0.2.9
            read as   GET /v2/7/a?b=c
            listener  127.0.0.1:8080 (s.weir:2)
            host      *.api.example (s.weir:6)
            tried     api.example/admin/** (s.weir:7): path is "/v2/7/a", not /admin/**
            route     v2 (s.weir:8)
            policies  slow
            setting   timeout first-byte 90s
            setting   retry off
            setting   header request set "X-Id" "{id} {request.id}"
            setting   header request remove "Cookie"
            setting   rewrite "/internal/{id}/{**}"
            setting   limit 100r/s burst 200 per client.ip + host (policy slow per client.ip + host), key: 192.0.2.9 + eu.api.example
            sticky    by cookie "ab"
            pool      api 95%: 10.0.0.1:80 weight 2, 10.0.0.2:80 backup
            pool      canary 5%: 10.0.0.3:80
            sends     GET /internal/7/a?b=c HTTP/1.1
                      Host: eu.api.example
                      X-Id: 7 <made for each request>
                      X-Forwarded-For: 192.0.2.9
                      X-Forwarded-Proto: https
                      X-Forwarded-Host: eu.api.example
                      X-Forwarded-Port: 443
                      Via: 1.1 weir (<this process>)
                      X-Request-Id: <made for each request>
            """);
  }

  @Test
  void tellsWhatTheClientGetsWhereWeirAnswers() {
    var result = Cli.run("explain", file, "http://api.example:8080/hello");

    assertThat(result.out())
        .contains("answer    200 \"hi\\n\"\n")
        .contains("          Content-Type: text/plain; charset=utf-8\n")
        .endsWith("          X-Frame-Options: DENY\n");
  }

  @Test
  void tellsTheRefusalOfTheRealParser() {
    var result = Cli.run("explain", file, "GET http://api.example/a%00b");

    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("refused   400 bad-target: found");
  }

  @Test
  void tellsEachTestThatRefusedARoute() {
    var result = Cli.run("explain", file, "GET http://api.example/admin/x", "--from", "8.8.8.8");

    assertThat(result.out())
        .contains("client.ip in [10.0.0.0/8]: found \"8.8.8.8\"")
        .contains("refused   404 no-route: found no route for '/admin/x'");
  }

  @Test
  void tellsTheSameAsJson() {
    var result = Cli.run("explain", "--json", file, "GET http://api.example/v2/7/x");

    var json = new JsonObject(result.out());
    assertThat(json.getJsonObject("route").getString("name")).isEqualTo("v2");
    assertThat(json.getJsonObject("route").getInteger("line")).isEqualTo(8);
    assertThat(json.getJsonArray("tried")).hasSize(2);
    assertThat(json.getJsonObject("verdict").getString("kind")).isEqualTo("forwarded");
    assertThat(json.getJsonObject("verdict").getJsonArray("head").getString(0))
        .isEqualTo("GET /internal/7/x HTTP/1.1");
  }

  @Test
  void refusesWhatTheWireWouldRefuseOfAHeader() {
    var url = "http://api.example/hello";

    assertThat(Cli.run("explain", file, url, "-H", "Host: api.example", "-H", "Host: b").out())
        .contains("refused   400 ");
    assertThat(Cli.run("explain", file, url, "-H", "X: a\u000b").out()).contains("refused   400 ");
    assertThat(Cli.run("explain", file, url, "-H", "X: a\r\n").status()).isEqualTo(2);
    assertThat(Cli.run("explain", file, url, "-H", "X : a").out()).contains("refused   400 ");
    assertThat(Cli.run("explain", file, url, "-H", "X:  a \t").out()).contains("answer    200");
  }

  @Test
  void refusesARequestThatIsNone() {
    assertThat(Cli.run("explain", file, "GET /path").err())
        .startsWith("weir: found URL '/path'; expected one that starts with http:// or https://");
    assertThat(Cli.run("explain", file, "http://a:0/").status()).isEqualTo(2);
    assertThat(Cli.run("explain", file, "http://a/", "-H", "nonsense").status()).isEqualTo(2);
    assertThat(Cli.run("explain", file, "http://a/", "--from", "here").status()).isEqualTo(2);
  }
}
