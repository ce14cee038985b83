package io.weir.proxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.proxy.exchange.Octets;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any octets are credentials or none, and what parsers say of them never shows a secret. */
class CredentialsFuzzTest {
  @FuzzTest
  void basic(byte[] octets) {
    var given = BasicCredentials.parse(octets, 0, octets.length);

    given.ifPresent(one -> {
      assertThat(one.name()).doesNotContain(":");
      assertThat(one.name().chars()).noneMatch(Character::isISOControl);
      assertThat(one.toString()).isEqualTo(one.name() + ":***");
    });
  }

  @FuzzTest
  void token(byte[] octets) {
    var token = Token.parse(octets);

    token.ifPresent(one -> {
      assertThat(one.compact()).isEqualTo(new String(octets, UTF_8));
      assertThat(one.compact().split("\\.", -1)).hasSize(3).doesNotContain("");
    });
  }

  @FuzzTest
  void users(byte[] octets) {
    try {
      assertThat(Users.parse(octets).count()).isPositive();
    } catch (IOException refused) {
      assertThat(refused.getMessage()).contains("found ");
    }
  }

  @FuzzTest
  void keys(byte[] octets) {
    try {
      assertThat(ApiKeys.parse(octets).idOf(new byte[0])).isNull();
    } catch (IOException refused) {
      assertThat(refused.getMessage()).contains("found ");
    }
  }

  @FuzzTest
  void keySet(byte[] octets) {
    try {
      assertThat(KeySet.publicKeys(octets).entries())
          .isNotEmpty()
          .noneMatch(entry -> entry.algorithms().stream().anyMatch(name -> name.startsWith("HS")));
    } catch (IOException refused) {
      assertThat(refused.getMessage()).contains("found ");
    }
  }

  @Property
  void whateverANameAndAPasswordAreTheyAreReadAsTheyWereSent(
      @ForAll String name, @ForAll byte[] password) {
    var clean =
        new String(name.getBytes(UTF_8), UTF_8)
            .codePoints()
            .filter(c -> c != ':' && !Character.isISOControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    var head = (clean + ":").getBytes(UTF_8);
    var whole = new byte[head.length + password.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(password, 0, whole, head.length, password.length);
    var sent = Base64.getEncoder().encode(whole);

    var read = BasicCredentials.parse(sent, 0, sent.length);

    assertThat(read).isEqualTo(Optional.of(new BasicCredentials(clean, password)));
  }

  @Property
  void aChallengeIsOneLineWhateverTheRealm(@ForAll String realm) {
    var line = new String(Challenge.bearer(realm, "invalid_token", realm), UTF_8);

    assertThat(line).startsWith("WWW-Authenticate: Bearer realm=\"").endsWith("\"\r\n");
    assertThat(line.substring(0, line.length() - 2).chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    assertThat(unquoted(Challenge.quoted(realm))).isEqualTo(realm.replaceAll("[^ -~]", ""));
  }

  @Property
  void partsOfADigestAreNeverMixedUp(@ForAll byte[] a, @ForAll byte[] b) {
    var joined = Octets.of(new String(a, ISO_8859_1) + new String(b, ISO_8859_1));

    assertThat(Digest.salted(a, b)).isEqualTo(Digest.salted(a.clone(), b.clone()));
    assertThat(Digest.salted(joined, new byte[0]).equals(Digest.salted(a, b)))
        .isEqualTo(b.length == 0);
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
