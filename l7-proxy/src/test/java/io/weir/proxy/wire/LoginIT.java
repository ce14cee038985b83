package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with passwords, and keys: who gets to the server, and what it and the log are told. */
@ExtendWith(LeakWatch.class)
class LoginIT {
  /** The password is "open sesame". */
  private static final String ANN =
      "ann:$2b$04$S5rZMK0eWwCIdeNKqKRlouYImUzZOuh4mj6a8nxVMpF42UYsVMS.C";

  private static final String KEY = "k3y-of-the-robot-0001";

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();
  @TempDir private Path folder;

  private FakeOrigin origin;

  @BeforeEach
  void serve() throws IOException {
    origin = proxy.origin(FakeOrigin.repeating(FakeOrigin.ok("in")));
    Files.writeString(folder.resolve("users"), "# people\n" + ANN + "\n");
    Files.writeString(folder.resolve("keys"), "robot " + KEY + "\n");
  }

  @Test
  void asksForANameAndAPasswordAndLetsNobodyElsePass() throws IOException {
    start("auth basic file \"%s/users\" realm \"The \\\"Staff\\\"\"");

    var without = proxy.client().get("/").read();
    var wrong = get(basic("ann", "open sesamo"));
    var unknown = get(basic("bob", "open sesame"));
    var right = get(basic("ann", "open sesame"));

    assertThat(List.of(without.status(), wrong.status(), unknown.status(), right.status()))
        .containsExactly(401, 401, 401, 200);
    assertThat(without.field("WWW-Authenticate"))
        .contains("Basic realm=\"The \\\"Staff\\\"\", charset=\"UTF-8\"");
    assertThat(wrong.fields("WWW-Authenticate")).hasSize(1);
    assertThat(origin.requests()).hasSize(1);
    counts("weir_failures_total{cause=\"auth-refused\"", 2);
    counts("weir_failures_total{cause=\"auth-required\"", 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic ",
        "Basic !!!!",
        "Basic YW5u",
        "Basic YW5uOm9wZW4gc2VzYW1l=",
        "Bearer YW5uOm9wZW4gc2VzYW1l",
        "YW5uOm9wZW4gc2VzYW1l",
        "Basic\tYW5uOm9wZW4gc2VzYW1l"
      })
  void whatIsNoNameAndPasswordDoesNotPass(String value) throws IOException {
    start("auth basic file \"%s/users\"");

    var reply = get("Authorization: " + value + "\r\n");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void theSchemeIsReadInAnyCase() throws IOException {
    start("auth basic file \"%s/users\"");

    var reply = get(basic("ann", "open sesame").replace("Basic", "bASIC"));

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void twoAuthorizationFieldsAreRefused() throws IOException {
    start("auth basic file \"%s/users\"");

    var both = get(basic("ann", "open sesame") + basic("root", "x"));
    var other = get("Authorization: Bearer x\r\n" + basic("ann", "open sesame"));

    assertThat(List.of(both.status(), other.status())).containsExactly(400, 400);
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void theServerIsToldWhoItIsOnlyAsConfigured() throws IOException {
    start(
        "auth basic file \"%s/users\" { credentials strip }\n"
            + "header request set \"X-User\" \"{auth.user}\"");

    get(basic("ann", "open sesame") + "X-User: root\r\n");

    assertThat(origin.request().fields("Authorization")).isEmpty();
    assertThat(origin.request().fields("X-User")).containsExactly("ann");
  }

  @Test
  void credentialsOfANameArePassedOnUnlessSaidOtherwise() throws IOException {
    start("auth basic file \"%s/users\"");

    get(basic("ann", "open sesame"));

    assertThat(origin.request().fields("Authorization")).hasSize(1);
  }

  @Test
  void aChangedFileIsInForceWithoutAReload() throws IOException {
    start("auth basic file \"%s/users\"");
    assertThat(get(basic("ann", "open sesame")).status()).isEqualTo(200);

    Files.writeString(folder.resolve("users"), ANN.replace("ann:", "zoe:") + "\n");

    Eventually.holds(() -> "the name that is gone still passes", () -> status("ann") == 401);
    assertThat(status("zoe")).isEqualTo(200);
  }

  @Test
  void innerBlocksSayOtherwiseThanOuterOnes() throws IOException {
    proxy.start(
        """
        auth basic file "%1$s/users"
        pool web { server %2$s }
        host * {
          route /open/** { auth off; to web }
          route /robots/** { auth key header "X-Api-Key" file "%1$s/keys"; to web }
          route /** { to web }
        }
        """
            .formatted(folder, origin.at()));

    var statuses =
        List.of(
            proxy.client().get("/open/").read().status(),
            proxy.client().get("/robots/").read().status(),
            proxy.client().get("/").read().status());

    assertThat(statuses).containsExactly(200, 401, 401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"header \"X-Api-Key\"", "cookie \"key\"", "query \"key\""})
  void aKeyLetsPassAndIsNotPassedOn(String place) throws IOException {
    start(
        "auth key "
            + place
            + " file \"%s/keys\"\n"
            + "header request set \"X-Id\" \"{auth.user}\"");

    var without = proxy.client().get("/?a=1").read();
    var wrong = get("/?a=1&key=wrong", "X-Api-Key: wrong\r\nCookie: a=1; key=wrong\r\n");
    var right =
        get("/?a=1&key=" + KEY, "X-Api-Key: " + KEY + "\r\nCookie: a=1; key=" + KEY + "\r\n");

    assertThat(List.of(without.status(), wrong.status(), right.status()))
        .containsExactly(401, 401, 200);
    var seen = origin.request();
    assertThat(seen.fields("X-Id")).containsExactly("robot");
    assertThat(
            switch (place.substring(0, 1)) {
              case "h" -> String.join("", seen.fields("X-Api-Key"));
              case "c" -> String.join("", seen.fields("Cookie"));
              default -> seen.path();
            })
        .isEqualTo(
            switch (place.substring(0, 1)) {
              case "h" -> "";
              case "c" -> "a=1";
              default -> "/?a=1&key=" + "*".repeat(KEY.length());
            });
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() throws IOException {
    start("auth key header \"X-Api-Key\" file \"%s/keys\"");

    var reply = get("X-Api-Key: " + KEY + "\r\nX-Api-Key: " + KEY + "\r\n");

    assertThat(reply.status()).isEqualTo(400);
  }

  @Test
  void aFileThatIsNotThereRefusesTheConfiguration() throws IOException {
    start("auth off");

    var outcome = proxy.apply(route("auth basic file \"%s/nobody\""));

    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    assertThat(((Outcome.Rejected) outcome).errors())
        .singleElement()
        .satisfies(
            error -> assertThat(error.message()).endsWith("nobody\": there is no such file"));
  }

  @Test
  void checksOfPasswordsAreKeptOverAReload() throws IOException {
    // Of this cost a check takes so long that a hundred would not be done in time.
    var slow = "ann:$2b$14$Bwyx.rVOvQk0z2GkbyZeq.ow4fYoTp1Lyi8yp1iUjwZ7Vk44akBVm";
    Files.writeString(folder.resolve("users"), slow + "\n");
    start("auth basic file \"%s/users\"");
    var first = status("ann");

    proxy.apply(route("auth basic file \"%s/users\" realm \"other\""));
    long begun = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertThat(status("ann")).isEqualTo(first);
    }

    assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
  }

  @Test
  void theLogTellsWhoItIsAndNoSecret() throws IOException {
    var log = folder.resolve("access.log");
    proxy.start("log access \"" + log + "\"\n" + route("auth key query \"key\" file \"%s/keys\""));

    get("/?key=" + KEY, "");
    get("/?key=nearly-" + KEY, basic("ann", "open sesame"));
    Eventually.holds(() -> "found less than two lines", () -> text(log).lines().count() == 2);

    assertThat(text(log))
        .contains("\"user\":\"robot\"", "\"user\":null")
        .doesNotContain(KEY, "nearly", "sesame", "YW5u");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private void start(String setting) {
    proxy.start(route(setting));
  }

  private String route(String setting) {
    return "pool web { server %s }\nhost * { route /** { %s; to web } }"
        .formatted(origin.at(), setting.formatted(folder).replace("\n", "; "));
  }

  private int status(String name) {
    try {
      return get(basic(name, "open sesame")).status();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private WireReply get(String fields) throws IOException {
    return get("/", fields);
  }

  private WireReply get(String target, String fields) throws IOException {
    return proxy
        .client()
        .send("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n")
        .read();
  }

  private static String basic(String name, String password) {
    var text = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(text) + "\r\n";
  }

  /** A failure is counted once its reply has left, which may be just now. */
  private void counts(String line, long expected) {
    Eventually.holds(
        () -> "found " + proxy.gauge(line) + " of " + line, () -> proxy.gauge(line) == expected);
  }
}
