package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fields pass, which are left out, and which are added: docs/forwarding.md. */
@ExtendWith(LeakWatch.class)
class FieldsIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @Test
  void fieldsOfOneConnectionDoNotPassToTheServer() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.to(origin);

    proxy
        .client()
        .send(
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, X-Mine, Host, Content-Length\r\n"
                + "X-Mine: 1\r\nConnection: x-other\r\nX-Other: 2\r\nX-Stays: 3\r\nKeep-Alive: 5\r\n"
                + "Proxy-Connection: close\r\nProxy-Authorization: a\r\nProxy-Authenticate: b\r\n"
                + "TE: gzip\r\nHTTP2-Settings: c\r\n\r\n")
        .read();

    assertThat(origin.request().head())
        .contains("Host: x\r\n", "X-Stays: 3\r\n")
        .doesNotContainIgnoringCase("X-Mine")
        .doesNotContainIgnoringCase("X-Other")
        .doesNotContainIgnoringCase("Keep-Alive")
        .doesNotContainIgnoringCase("Proxy-")
        .doesNotContainIgnoringCase("TE:")
        .doesNotContainIgnoringCase("Connection")
        .doesNotContainIgnoringCase("HTTP2-Settings");
  }

  @ParameterizedTest
  @CsvSource({
    "/set, theirs, mine",
    "/remove, theirs,",
    "/set, none, mine",
    "/remove, none,",
  })
  void aRouteHasTheLastWordOnWhatWeirWouldWriteToTheClient(
      String path, String server, @Nullable String expected) throws IOException {
    var own = server.equals("none") ? "" : "Date: theirs\r\nVia: theirs\r\n";
    editing(FakeOrigin.replying("HTTP/1.1 200 OK\r\n" + own + "Content-Length: 0\r\n\r\n"));

    var reply = proxy.client().get(path).read();

    assertThat(reply.field("Date")).isEqualTo(Optional.ofNullable(expected));
    assertThat(reply.field("Via")).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void aRouteHasTheLastWordOnTheDateOfAReplyThatWeirMakes() throws IOException {
    proxy.start("host * { header set \"Date\" \"mine\"; route /** { respond 200 \"x\" } }");

    assertThat(proxy.client().get("/").read().field("Date")).hasValue("mine");
  }

  @ParameterizedTest
  @CsvSource({"/set, mine", "/remove,"})
  void aRouteHasTheLastWordOnWhatWeirWouldWriteToTheServer(String path, @Nullable String expected)
      throws IOException {
    var origin = FakeOrigin.replying(FakeOrigin.ok(""));
    editing(origin);

    proxy.client().get(path).read();

    for (var name : OURS) {
      assertThat(origin.request().fields(name))
          .as(name)
          .isEqualTo(expected == null ? List.of() : List.of(expected));
    }
  }

  private static final List<String> OURS =
      List.of(
          "Via",
          "Forwarded",
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Port",
          "X-Forwarded-Proto",
          "X-Request-Id");

  /**
   * Starts a proxy with a route that sets what Weir would write itself, and one that removes it.
   */
  private void editing(FakeOrigin origin) {
    var sets = new StringBuilder("header set \"Date\" \"mine\"; header set \"Via\" \"mine\"");
    var removes = new StringBuilder("header remove \"Date\"; header remove \"Via\"");
    for (var name : OURS) {
      sets.append("; header request set \"").append(name).append("\" \"mine\"");
      removes.append("; header request remove \"").append(name).append('"');
    }
    proxy.closing(origin);
    proxy.start(
        "forwarded on\npool web { server "
            + origin.at()
            + " }\nhost * { route /set { "
            + sets
            + "; to web }; route /remove { "
            + removes
            + "; to web } }");
  }

  @Test
  void fieldsOfOneConnectionDoNotPassToTheClient() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Mine, Content-Length\r\nX-Mine: 1\r\n"
                    + "Keep-Alive: timeout=5\r\nProxy-Authenticate: b\r\nProxy-Connection: x\r\n"
                    + "Upgrade: h2c\r\nServer: s\r\nContent-Length: 2\r\n\r\nok"));
    proxy.to(origin);

    var reply = proxy.client().get("/").read();

    assertThat(reply.text()).isEqualTo("ok");
    assertThat(reply.head())
        .contains("Server: s\r\n", "Content-Length: 2\r\n")
        .doesNotContainIgnoringCase("X-Mine")
        .doesNotContainIgnoringCase("Keep-Alive")
        .doesNotContainIgnoringCase("Proxy-")
        .doesNotContainIgnoringCase("Upgrade")
        .doesNotContainIgnoringCase("Connection");
  }

  @Test
  void theWishForTrailersPassesOn() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.to(origin);

    proxy
        .client()
        .send("GET / HTTP/1.1\r\nHost: x\r\nTE: gzip;q=1, trailers\r\nConnection: TE\r\n\r\n")
        .read();

    assertThat(origin.request().fields("TE")).containsExactly("trailers");
    assertThat(origin.request().fields("Connection")).containsExactly("TE");
  }

  @Test
  void whatAStrangerSaysOfTheWayIsDropped() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.to(origin);
    var client = proxy.client();

    client
        .send(
            "GET / HTTP/1.1\r\nHost: x:81\r\nX-Forwarded-For: 1.2.3.4\r\nX-FORWARDED-PROTO: https\r\n"
                + "X-Forwarded-Host: evil\r\nX-Forwarded-Port: 1\r\nForwarded: for=1.2.3.4\r\n"
                + "X-Forwarded-Prefix: /a\r\nX-Forwarded-Server: b\r\nx-forwarded-ssl: on\r\n\r\n")
        .read();

    var request = origin.request();
    assertThat(request.fields("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(request.fields("X-Forwarded-Proto")).containsExactly("http");
    assertThat(request.fields("X-Forwarded-Host")).containsExactly("x:81");
    assertThat(request.fields("X-Forwarded-Port")).hasSize(1).doesNotContain("1");
    assertThat(request.head())
        .doesNotContainIgnoringCase("\nForwarded:")
        .doesNotContainIgnoringCase("X-Forwarded-Prefix")
        .doesNotContainIgnoringCase("X-Forwarded-Server")
        .doesNotContainIgnoringCase("X-Forwarded-Ssl");
  }

  @Test
  void whatATrustedPeerSaysOfTheWayIsKeptAndAddedTo() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.start("trusted [127.0.0.0/8]\nforwarded on\n" + ProxyFixture.toAll(origin.at()));

    proxy
        .client()
        .send(
            "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 10.0.0.1\r\n"
                + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: shop\r\nX-Forwarded-Port: 443\r\n"
                + "X-Forwarded-Prefix: /a\r\n\r\n")
        .read();

    var request = origin.request();
    assertThat(request.fields("X-Forwarded-For")).containsExactly("1.2.3.4, 10.0.0.1, 127.0.0.1");
    assertThat(request.fields("X-Forwarded-Proto")).containsExactly("https");
    assertThat(request.fields("X-Forwarded-Host")).containsExactly("shop");
    assertThat(request.fields("X-Forwarded-Port")).containsExactly("443");
    assertThat(request.fields("X-Forwarded-Prefix")).containsExactly("/a");
    assertThat(request.fields("Forwarded")).containsExactly("for=127.0.0.1;proto=http;host=\"x\"");
  }

  @Test
  void whatARouteSaysOfTheWayStandsAlone() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\nhost * { route /** {\n"
            + "header request set \"X-Forwarded-Proto\" \"https\"\n"
            + "header request set \"X-Request-Id\" \"mine\"\n"
            + "header request remove \"X-Forwarded-For\"\nto web } }");

    proxy.client().get("/").read();

    assertThat(origin.request().fields("X-Forwarded-Proto")).containsExactly("https");
    assertThat(origin.request().fields("X-Request-Id")).containsExactly("mine");
    assertThat(origin.request().fields("X-Forwarded-For")).isEmpty();
  }

  @Test
  void everyRequestHasAnIdAndKeepsTheOneItCameWith() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.to(origin);
    var client = proxy.client();

    client.get("/").read();
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: abc\r\n\r\n").read();
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id:\r\n\r\n").read();

    assertThat(origin.requests().get(0).fields("X-Request-Id").getFirst()).hasSize(32);
    assertThat(origin.requests().get(1).fields("X-Request-Id")).containsExactly("abc");
    assertThat(origin.requests().get(2).fields("X-Request-Id").getFirst()).hasSize(32);
  }

  @Test
  void aReplyThatDemandsAnUpgradeSaysToWhat() throws IOException {
    proxy.to(
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 426 Upgrade Required\r\nUpgrade: foo/2\r\nConnection: Upgrade\r\n"
                    + "Content-Length: 2\r\n\r\nno")));
    var client = proxy.client();

    var kept = client.get("/").read();
    var last = client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").read();

    assertThat(kept.field("Upgrade")).hasValue("foo/2");
    assertThat(kept.field("Connection")).hasValue("upgrade");
    assertThat(last.field("Upgrade")).hasValue("foo/2");
    assertThat(last.field("Connection")).hasValue("upgrade, close");
    assertThat(client.toEnd()).isEmpty();
  }

  @Test
  void viaIsAddedBothWays() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying("HTTP/1.1 200 OK\r\nVia: 1.1 inner\r\nContent-Length: 0\r\n\r\n"));
    proxy.to(origin);

    var reply = proxy.client().send("GET / HTTP/1.0\r\nVia: 1.0 outer\r\n\r\n").read();

    assertThat(origin.request().fields("Via").getFirst()).isEqualTo("1.0 outer");
    assertThat(origin.request().fields("Via").get(1)).startsWith("1.0 weir (");
    assertThat(reply.fields("Via")).containsExactly("1.1 inner", "1.1 weir");
  }

  @Test
  void aRequestThatComesBackIsALoop() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    proxy.to(origin);
    var client = proxy.client();
    client.get("/").read();
    var via = origin.request().fields("Via").getFirst();

    client.send("GET / HTTP/1.1\r\nHost: x\r\nVia: 1.1 other, " + via + "\r\n\r\n");

    assertThat(client.read().status()).isEqualTo(508);
    assertThat(origin.requests()).hasSize(1);
  }

  @Test
  void aReplyWithoutADateGetsOne() throws IOException {
    var origin = proxy.closing(FakeOrigin.inTurn(FakeOrigin.repeating(FakeOrigin.ok(""))));
    proxy.to(origin);

    assertThat(proxy.client().get("/").read().field("Date").orElseThrow()).endsWith(" GMT");
  }

  @Test
  void aDateOfTheServersStays() throws IOException {
    var origin =
        proxy.closing(
            FakeOrigin.replying(
                "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
                    + "Content-Length: 0\r\n\r\n"));
    proxy.to(origin);

    assertThat(proxy.client().get("/").read().field("Date"))
        .hasValue("Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @Test
  void namesWithUnderscoresAreDroppedPassedOrRefused() throws IOException {
    var origin = proxy.closing(FakeOrigin.replying(FakeOrigin.ok("")));
    var request = "GET / HTTP/1.1\r\nHost: x\r\nX_A: 1\r\nX-B: 2\r\nX_C: 3\r\nX-D: 4\r\n\r\n";
    proxy.to(origin);
    proxy.client().send(request).read();
    proxy.apply("listen 127.0.0.1:0 { underscores pass }\n" + ProxyFixture.toAll(origin.at()));
    proxy.client().send(request).read();
    proxy.apply("listen 127.0.0.1:0 { underscores refuse }\n" + ProxyFixture.toAll(origin.at()));

    assertThat(proxy.client().send(request).read().status()).isEqualTo(400);
    assertThat(origin.requests().get(0).head()).contains("X-B: 2\r\nX-D: 4").doesNotContain("X_");
    assertThat(origin.requests().get(1).head()).contains("X_A: 1\r\nX-B: 2\r\nX_C: 3\r\nX-D: 4");
  }
}
