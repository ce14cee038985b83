package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods, fields for browsers, other origins, and encoded slashes, over sockets. */
@ExtendWith(LeakWatch.class)
class ShieldIT {
  private static final String OWN =
      "HTTP/1.1 200 OK\r\n"
          + "X-Frame-Options: DENY\r\n"
          + "Content-Security-Policy: default-src 'none'\r\n"
          + "Access-Control-Allow-Origin: *\r\n"
          + "Content-Length: 0\r\n\r\n";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  private final FakeOrigin origin = FakeOrigin.replying(OWN);

  private RawClient clientOf(String settings) {
    proxy.closing(origin);
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\nhost * {\n"
            + settings
            + "\n"
            + "route /own { respond 200 \"own\" }\nroute /** { to web }\n}");
    return proxy.client();
  }

  private static String asking(String method, String... fields) {
    var lines = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    return method + " / HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "OPTIONS", "PURGE", "get"})
  void refusesAMethodThatTheRouteDoesNotTake(String method) throws IOException {
    var client = clientOf("methods GET, POST, FROB");

    var reply = client.send(asking(method)).read();

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.field("Allow")).hasValue("GET, HEAD, POST, FROB");
    assertThat(reply.closes()).isFalse();
    assertThat(origin.received()).isZero();
    Eventually.holds(
        () -> "found no count",
        () -> proxy.gauge("weir_failures_total{cause=\"method-not-allowed\"") == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "FROB"})
  void takesAMethodOfTheListAndHeadWithGet(String method) throws IOException {
    var client = clientOf("methods GET, POST, FROB").send(asking(method));

    var reply = method.equals("HEAD") ? client.readHeadOnly() : client.read();

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void addsSecurityFieldsThatTheServerDidNotSend() throws IOException {
    var reply = clientOf("security-headers strict").get("/").read();

    assertThat(reply.field("X-Frame-Options")).hasValue("DENY");
    assertThat(reply.field("Content-Security-Policy")).hasValue("default-src 'none'");
    assertThat(reply.field("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(reply.field("Referrer-Policy")).hasValue("strict-origin-when-cross-origin");
    assertThat(reply.field("Permissions-Policy")).isPresent();
    assertThat(reply.field("Cross-Origin-Opener-Policy")).hasValue("same-origin-allow-popups");
    assertThat(reply.field("Cross-Origin-Resource-Policy")).hasValue("same-site");
    assertThat(reply.field("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void replacesWhatTheServerSentIfItIsToOverride() throws IOException {
    var reply = clientOf("security-headers strict override").get("/").read();

    assertThat(reply.fields("X-Frame-Options")).containsExactly("SAMEORIGIN");
    assertThat(reply.fields("Content-Security-Policy"))
        .containsExactly("default-src 'none'", "frame-ancestors 'self'");
  }

  @Test
  void leavesTheLastWordToTheHeaderSettingsOfTheFile() throws IOException {
    var client =
        clientOf(
            "security-headers strict override\n"
                + "header set \"X-Frame-Options\" \"ALLOW\"\n"
                + "header remove \"Referrer-Policy\"");

    var reply = client.get("/").read();

    assertThat(reply.fields("X-Frame-Options")).containsExactly("ALLOW");
    assertThat(reply.fields("Referrer-Policy")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"POST, 405", "GET, 413"})
  void putsItsFieldsOnItsOwnRefusalsToo(String method, int status) throws IOException {
    var client =
        clientOf(
            "security-headers strict\nmethods GET\nbody max 0k\n"
                + "cors { origins \"https://a.example\" }");

    var reply =
        client.send(asking(method, "Origin: https://a.example", "Content-Length: 1") + "a").read();

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.field("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(reply.field("Access-Control-Allow-Origin")).hasValue("https://a.example");
  }

  @Test
  void saysOverTlsOnlyThatTlsIsWanted() throws IOException {
    proxy.start(
        "trusted [127.0.0.1]\nhost * { security-headers strict\nroute /** { respond 200 \"own\" } }");

    var reply = proxy.client().send(asking("GET", "X-Forwarded-Proto: https")).read();

    assertThat(reply.field("Strict-Transport-Security")).hasValue("max-age=31536000");
  }

  private static final String RULE =
      "cors { origins \"https://a.example\", \"https://*.b.example\"; methods GET, PUT; "
          + "fields \"X-A\", \"X-B\"; expose \"X-C\"; credentials; max-age 10m }";

  @ParameterizedTest
  @ValueSource(strings = {"https://a.example", "https://x.b.example", "https://x.y.b.example"})
  void answersTheQuestionOfABrowserItself(String from) throws IOException {
    var client = clientOf(RULE + "\nmethods PUT");

    var reply =
        client
            .send(
                asking(
                    "OPTIONS",
                    "Origin: " + from,
                    "Access-Control-Request-Method: PUT",
                    "Access-Control-Request-Headers: x-a,X-B"))
            .read();

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.field("Access-Control-Allow-Origin")).hasValue(from);
    assertThat(reply.field("Access-Control-Allow-Credentials")).hasValue("true");
    assertThat(reply.field("Access-Control-Allow-Methods")).hasValue("GET, PUT");
    assertThat(reply.field("Access-Control-Allow-Headers")).hasValue("x-a, x-b");
    assertThat(reply.field("Access-Control-Max-Age")).hasValue("600");
    assertThat(reply.fields("Vary")).contains("Origin");
    assertThat(origin.received()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, PUT, X-A",
    "https://b.example, PUT, X-A",
    "https://evilb.example, PUT, X-A",
    "https://.b.example, PUT, X-A",
    "https://evil.example/.b.example, PUT, X-A",
    "https://evil@x.b.example, PUT, X-A",
    "http://a.example, PUT, X-A",
    "https://a.example.evil, PUT, X-A",
    "https://a.example:444, PUT, X-A",
    "https://A.example, PUT, X-A",
    "null, PUT, X-A",
    "https://a.example, DELETE, X-A",
    "https://a.example, put, X-A",
    "https://a.example, PUT, X-Other",
    "https://a.example, PUT, 'X-A, X-Other'"
  })
  void refusesAQuestionWhoseAnswerIsNo(String from, String method, String fields)
      throws IOException {
    var client = clientOf(RULE);

    var reply =
        client
            .send(
                asking(
                    "OPTIONS",
                    "Origin: " + from,
                    "Access-Control-Request-Method: " + method,
                    "Access-Control-Request-Headers: " + fields))
            .read();

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.fields("Access-Control-Allow-Methods")).isEmpty();
    assertThat(reply.fields("Vary")).contains("Origin");
    assertThat(origin.received()).isZero();
    Eventually.holds(
        () -> "found no count",
        () -> proxy.gauge("weir_failures_total{cause=\"cors-refused\"") == 1);
  }

  @Test
  void letsAPageOfAnAllowedOriginReadAReply() throws IOException {
    var reply = clientOf(RULE).send(asking("GET", "Origin: https://a.example")).read();

    assertThat(reply.fields("Access-Control-Allow-Origin")).containsExactly("https://a.example");
    assertThat(reply.field("Access-Control-Allow-Credentials")).hasValue("true");
    assertThat(reply.field("Access-Control-Expose-Headers")).hasValue("X-C");
    assertThat(reply.fields("Vary")).contains("Origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Origin: https://evil.example", "Origin: null", "X: y"})
  void letsNoOtherPageReadAReplyWhateverTheServerSays(String field) throws IOException {
    var reply = clientOf(RULE).send(asking("GET", field)).read();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.fields("Access-Control-Allow-Origin")).isEmpty();
    assertThat(reply.fields("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(reply.fields("Vary")).contains("Origin");
  }

  @Test
  void takesTwoOriginsForNone() throws IOException {
    var request = asking("GET", "Origin: https://a.example", "Origin: https://evil.example");

    var reply = clientOf(RULE).send(request).read();

    assertThat(reply.fields("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void saysTheSameToEverybodyWhereEverybodyMay() throws IOException {
    var client = clientOf("cors { origins any; fields any }");

    var plain = client.get("/own").read();
    var question =
        client
            .send(
                asking(
                    "OPTIONS",
                    "Origin: https://a.example",
                    "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: X-Any, Content-Type"))
            .read();

    assertThat(plain.field("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(plain.fields("Vary")).isEmpty();
    assertThat(question.field("Access-Control-Allow-Headers")).hasValue("x-any, content-type");
  }

  @Test
  void passesOnAnOptionsThatIsNoQuestion() throws IOException {
    clientOf(RULE).send(asking("OPTIONS", "Origin: https://a.example")).read();

    assertThat(origin.request().line()).isEqualTo("OPTIONS / HTTP/1.1");
  }

  @Test
  void passesAnEncodedSlashWhereTheListenerDoes() throws IOException {
    proxy.closing(origin);
    proxy.start("listen 127.0.0.1:0 { encoded-slash pass }\n" + ProxyFixture.toAll(origin.at()));

    var reply = proxy.client().get("/group%2fproject/@a%2Fb").read();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(origin.request().path()).isEqualTo("/group%2Fproject/@a%2Fb");
  }
}
