package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.main.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is kept when a configuration is refused because of a file that it names: everything. Not
 * watched for leaks, since broken files are told in the log.
 */
class KeptIT {
  /** The password is "open sesame". */
  private static final String ANN =
      "ann:$2b$04$S5rZMK0eWwCIdeNKqKRlouYImUzZOuh4mj6a8nxVMpF42UYsVMS.C\n";

  private static final String KEY = "k3y-of-the-robot-0001";
  private static final Issuer ISSUER = Issuer.of("r1", "ES256");

  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();
  @TempDir private Path folder;

  private String site;

  @BeforeEach
  void write() throws IOException {
    write("bad", "192.0.2.0/24\n");
    write("users", ANN);
    write("keys", "robot " + KEY + "\n");
    write("secret", "s".repeat(32));
    Issuer.write(folder.resolve("jwks"), ISSUER);
    site =
        """
        let bad = file "DIR/bad"
        jwt main { keys file "DIR/jwks" }
        jwt own { secret file "DIR/secret"; token header "X-Own" }
        deny bad
        host * {
          limit 4r/h per client.ip as few
          route /users { auth basic file "DIR/users"; limit 100r/h per client.ip; respond 200 }
          route /keys { auth key header "X-Api-Key" file "DIR/keys"; respond 200 }
          route /token { auth jwt main; respond 200 }
          route /own { auth jwt own; respond 200 }
          route /** { respond 200 "first" }
        }
        """
            .replace("DIR", folder.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bad    | nonsense          | bad:1: found "nonsense"
          users  | ann:secret-word   | line 1: found a password in an unknown form
          users  |                   | found no user in it
          keys   | robot short-key   | line 1: found a key of less than 16 characters
          jwks   | {"keys":7}        | found no JWK set
          jwks   | {"keys":[]}       | found no usable public key
          secret | brief             | found a secret of less than 32 octets
          """)
  void aBrokenFileRefusesAReloadAndAllThatWasKeptStays(String file, String content, String message)
      throws IOException {
    proxy.start(site);
    var before = List.of(plain(), plain(), plain());

    write(file, content == null ? "" : content);
    var outcome = proxy.apply(site.replace("\"first\"", "\"second\""));
    var after = proxy.client().get("/").read();

    assertThat(before).containsOnly(200);
    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    assertThat(((Outcome.Rejected) outcome).errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.code().id()).isEqualTo("E142");
          assertThat(error.message()).contains(message).doesNotContain("secret-word", "short-key");
        });
    assertThat(after.text()).isEqualTo("first");
    assertThat(plain()).as("the bucket goes on").isEqualTo(429);
  }

  @Test
  void aFileThatIsGoneLeavesWhoMayComeInAndIsCountedOnce() throws IOException {
    proxy.start(unlimited());
    int before = login("open sesame");

    Files.delete(folder.resolve("users"));
    Eventually.holds(() -> "the file is not missed", () -> errors() == 1);
    int meanwhile = login("open sesame");
    write("users", ANN.replace("ann:", "zoe:"));
    Eventually.holds(() -> "the file that is back is not read", () -> login("open sesame") == 401);

    assertThat(List.of(before, meanwhile)).containsOnly(200);
    assertThat(errors()).isEqualTo(1);
  }

  @Test
  void aReloadBeginsWithWhatFilesHoldNow() throws IOException {
    proxy.start(unlimited());
    int before = login("open sesame");

    write("users", ANN.replace("ann:", "zoe:"));
    write("keys", "other " + KEY.replace("k", "K") + "\n");
    var outcome = proxy.apply(unlimited());

    assertThat(outcome).isInstanceOf(Outcome.InForce.class);
    assertThat(List.of(before, login("open sesame"), key(KEY), key(KEY.replace("k", "K"))))
        .containsExactly(200, 401, 401, 200);
  }

  private String unlimited() {
    return site.replaceAll("limit [^;\n]*[;\n]", "");
  }

  private long errors() {
    return proxy.gauge("weir_file_errors_total");
  }

  private int plain() throws IOException {
    return proxy.client().get("/").read().status();
  }

  private int login(String password) {
    var credentials =
        Base64.getEncoder().encodeToString(("ann:" + password).getBytes(StandardCharsets.UTF_8));
    return status("/users", "Authorization: Basic " + credentials);
  }

  private int key(String key) {
    return status("/keys", "X-Api-Key: " + key);
  }

  private int status(String path, String field) {
    try {
      return proxy
          .client()
          .send("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + field + "\r\n\r\n")
          .read()
          .status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
