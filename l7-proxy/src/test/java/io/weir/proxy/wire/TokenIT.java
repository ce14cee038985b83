package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens: which ones count, and what their claims decide. */
@ExtendWith(LeakWatch.class)
class TokenIT {
  private static final Issuer RSA = Issuer.of("r1", "RS256");
  private static final Issuer EC = Issuer.of("e1", "ES256");

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();
  @TempDir private Path folder;

  private FakeOrigin origin;

  @BeforeEach
  void serve() throws IOException {
    origin = proxy.origin(FakeOrigin.repeating(FakeOrigin.ok("in")));
    Issuer.write(folder.resolve("jwks"), RSA, EC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
      })
  void aTokenOfEachAlgorithmCounts(String algorithm) throws IOException {
    var issuer = Issuer.of("k", algorithm);
    Issuer.write(folder.resolve("jwks"), issuer);
    start("", "auth jwt main; header request set \"X-Sub\" \"{jwt.sub}\"");

    var reply = get(issuer.token("{\"sub\":\"ann\",\"exp\":" + in(60) + "}"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(origin.request().fields("X-Sub")).containsExactly("ann");
  }

  @Test
  void withoutATokenTheClientIsAskedForOne() throws IOException {
    start("", "auth jwt main");

    var reply = proxy.client().get("/").read();

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.field("WWW-Authenticate")).contains("Bearer realm=\"main\"");
  }

  @Test
  void aTokenThatDoesNotCountIsRefusedWithTheReason() throws IOException {
    start("issuer \"me\"; audience \"a\", \"b\"; leeway 10s; require \"sub\"", "auth jwt main");

    var reasons =
        List.of(
            reason("{\"sub\":1,\"iss\":\"me\",\"aud\":\"a\",\"exp\":" + in(-11) + "}"),
            reason("{\"sub\":1,\"iss\":\"me\",\"aud\":\"a\",\"nbf\":" + in(60) + "}"),
            reason("{\"sub\":1,\"iss\":\"me\",\"aud\":\"a\",\"iat\":" + in(60) + "}"),
            reason("{\"sub\":1,\"iss\":\"me\",\"aud\":\"a\",\"exp\":\"x\"}"),
            reason("{\"sub\":1,\"iss\":\"you\",\"aud\":\"a\"}"),
            reason("{\"sub\":1,\"iss\":\"me\",\"aud\":[\"c\",\"d\"]}"),
            reason("{\"iss\":\"me\",\"aud\":[\"c\",\"b\"]}"),
            reason("{\"sub\":1,\"iss\":\"me\",\"aud\":[\"c\",\"b\"],\"exp\":" + in(-5) + "}"));

    assertThat(reasons)
        .containsExactly(
            "the token has expired",
            "the token is not valid yet",
            "the token was issued in the future",
            "exp is not a number",
            "the issuer is another one",
            "the audience is another one",
            "a claim is missing",
            "200");
  }

  @Test
  void whatATokenSaysOfItselfNeverChoosesTheKey() throws Exception {
    start("", "auth jwt main");
    var claims = "{\"sub\":\"root\"}";
    var attacker = Issuer.of("r1", "RS256");
    var signed = RSA.token(claims).split("\\.", -1);

    var forged =
        List.of(
            unsigned("{\"alg\":\"none\"}", claims) + ".",
            unsigned("{\"alg\":\"none\"}", claims) + ".AA",
            hmac("{\"alg\":\"HS256\",\"kid\":\"r1\"}", claims, RSA.publicKey().getEncoded()),
            hmac("{\"alg\":\"HS256\"}", claims, RSA.jwk().getBytes(StandardCharsets.UTF_8)),
            attacker.token(claims),
            unsigned("{\"alg\":\"RS256\",\"kid\":\"r1\",\"jwk\":" + attacker.jwk() + "}", claims)
                + "."
                + attacker.token(claims).split("\\.", -1)[2],
            signed[0] + "." + encoded("{\"sub\":\"other\"}") + "." + signed[2],
            signed[0]
                + "."
                + signed[1]
                + (signed[2].startsWith("A") ? ".B" : ".A")
                + signed[2].substring(1),
            new Issuer("e1", "ES256", Issuer.of("x", "ES256").keys()).token(claims),
            new Issuer("e1", "RS256", RSA.keys()).token(claims),
            unsigned("{\"alg\":\"ES256\",\"kid\":\"e1\"}", claims) + "." + "A".repeat(86),
            signed[0] + "." + signed[1] + "." + signed[2] + "." + signed[2] + ".x");

    for (var token : forged) {
      assertThat(get(token).status()).as(token).isEqualTo(401);
    }
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void extensionsThatMustBeUnderstoodAreNot() throws Exception {
    Files.writeString(folder.resolve("secret"), "s".repeat(32));
    proxy.start(text("secret file \"" + folder + "/secret\"", "auth jwt main"));
    var secret = "s".repeat(32).getBytes(StandardCharsets.UTF_8);

    var statuses =
        List.of(
            get(hmac("{\"alg\":\"HS256\"}", "{}", secret)).status(),
            get(hmac("{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":true}", "{}", secret)).status(),
            get(hmac("{\"alg\":\"HS256\",\"crit\":[]}", "{}", secret)).status(),
            get(hmac("{\"alg\":\"HS384\"}", "{}", secret)).status(),
            get(hmac("{\"alg\":\"HS256\",\"alg\":\"HS256\"}", "{}", secret)).status());

    assertThat(statuses).containsExactly(200, 401, 401, 401, 401);
  }

  @Test
  void onlyAllowedAlgorithmsCount() throws IOException {
    start("algorithms ES256", "auth jwt main");

    assertThat(get(RSA.token("{}")).status()).isEqualTo(401);
    assertThat(get(EC.token("{}")).status()).isEqualTo(200);
  }

  @Test
  void whatARouteRequiresOfATokenIsForbiddenToOthers() throws IOException {
    start("", "auth jwt main { require jwt \"scope\" has \"write\" }");

    var reader = get(RSA.token("{\"scope\":\"read\"}"));
    var writer = get(RSA.token("{\"scope\":\"read write\"}"));

    assertThat(reader.status()).isEqualTo(403);
    assertThat(reader.field("WWW-Authenticate").orElseThrow())
        .contains("error=\"insufficient_scope\"");
    assertThat(writer.status()).isEqualTo(200);
  }

  @Test
  void onlyVerifiedClaimsChooseARoute() throws IOException {
    proxy.start(
        """
        jwt main { keys file "%s/jwks"; token bearer, cookie "t" }
        host * {
          route /** when jwt "realm.roles" is "admin" and jwt "level" >= 3 { respond 200 "{}" }
          route /** { respond 203 "others" }
        }
        """
            .formatted(folder));
    var claims = "{\"realm\":{\"roles\":[\"user\",\"admin\"]},\"level\":7}";

    var admin = get(RSA.token(claims));
    var cookie = send("Cookie: a=b; t=" + EC.token(claims) + "\r\n");
    var low = get(RSA.token(claims.replace("7", "2")));
    var forged = get(Issuer.of("r1", "RS256").token(claims));
    var expired = get(RSA.token(claims.replace("{\"realm", "{\"exp\":1,\"realm")));

    assertThat(
            List.of(
                admin.status(), cookie.status(), low.status(), forged.status(), expired.status()))
        .containsExactly(200, 200, 203, 203, 203);
  }

  @Test
  void accessRulesOnlySeeVerifiedClaims() throws IOException {
    proxy.start(
        """
        jwt main { keys file "%s/jwks" }
        deny when jwt "sub" is "mallory"
        host * {
          route /staff { allow when jwt "role" is "staff" else 404; respond 200 }
          route /in { auth jwt main; deny when jwt "role" is "guest"; respond 200 }
          route /** { respond 200 }
        }
        """
            .formatted(folder));
    var staff = RSA.token("{\"role\":[\"user\",\"staff\"],\"exp\":" + in(60) + "}");
    var forged = Issuer.of("r1", "RS256").token("{\"role\":\"staff\"}");
    var expired = RSA.token("{\"role\":\"staff\",\"exp\":1}");
    var mallory = RSA.token("{\"sub\":\"mallory\",\"role\":\"staff\"}");
    var forgedMallory = Issuer.of("r1", "RS256").token("{\"sub\":\"mallory\"}");

    assertThat(
            List.of(
                at("/staff", staff),
                at("/staff", forged),
                at("/staff", expired),
                at("/staff", mallory),
                at("/staff", "x")))
        .containsExactly(200, 404, 404, 403, 404);
    assertThat(
            List.of(
                at("/in", staff),
                at("/in", RSA.token("{\"role\":\"guest\"}")),
                at("/in", forged),
                at("/", forgedMallory),
                at("/", mallory)))
        .containsExactly(200, 403, 401, 200, 403);
  }

  private int at(String path, String token) throws IOException {
    return proxy
        .client()
        .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n")
        .read()
        .status();
  }

  @Test
  void aTokenInTheQueryIsSeenByNobodyElse() throws IOException {
    start("token query \"t\"", "auth jwt main");
    var token = RSA.token("{}");

    var reply = proxy.client().send("GET /?t=" + token + "&a=1 HTTP/1.1\r\nHost: x\r\n\r\n").read();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(origin.request().path()).isEqualTo("/?t=" + "*".repeat(token.length()) + "&a=1");
  }

  @Test
  void keysAreFetchedAndRotatedAndOutliveTheirServer() throws IOException {
    var published = new AtomicReference<>(Issuer.jwks(RSA));
    var issuer =
        proxy.origin(connection -> {
          while (connection.request() != null) {
            connection.send(FakeOrigin.ok(published.get()));
          }
        });
    proxy.start(text("keys url \"http://" + issuer.at() + "/jwks\"", "auth jwt main"));

    var before = get(RSA.token("{}"));
    published.set(Issuer.jwks(RSA, EC));
    var tooSoon = get(EC.token("{}"));
    int asked = issuer.requests().size();
    for (int i = 0; i < 20; i++) {
      assertThat(get(Issuer.of("x" + i, "EdDSA").token("{}")).status()).isEqualTo(401);
    }

    assertThat(before.status()).isEqualTo(200);
    assertThat(tooSoon.status()).isEqualTo(401);
    assertThat(issuer.requests()).hasSize(asked);
    Eventually.holds(() -> "the new key never counts", () -> status(EC.token("{}")) == 200);
    issuer.close();
    assertThat(get(RSA.token("{}")).status()).isEqualTo(200);
  }

  private int status(String token) {
    try {
      return get(token).status();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String reason(String claims) throws IOException {
    var reply = get(RSA.token(claims));
    return reply
        .field("WWW-Authenticate")
        .map(value -> value.replaceAll(".*error_description=\"(.*)\"", "$1"))
        .orElse("" + reply.status());
  }

  private void start(String rules, String setting) {
    proxy.start(text("keys file \"" + folder + "/jwks\"; " + rules, setting));
  }

  private String text(String rules, String setting) {
    return "jwt main { %s }\npool web { server %s }\nhost * { route /** { %s; to web } }"
        .formatted(rules.replaceAll("; $", ""), origin.at(), setting);
  }

  private WireReply get(String token) throws IOException {
    return send("Authorization: Bearer " + token + "\r\n");
  }

  private WireReply send(String fields) throws IOException {
    return proxy.client().send("GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").read();
  }

  private static long in(int seconds) {
    return System.currentTimeMillis() / 1000 + seconds;
  }

  private static String unsigned(String header, String claims) {
    return encoded(header) + "." + encoded(claims);
  }

  private static String hmac(String header, String claims, byte[] secret) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    var input = unsigned(header, claims);
    return input
        + "."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
