package io.weir.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes made by htpasswd of Apache 2.4, argon2 of 2017, and crypt of glibc and openssl. */
class StoredPasswordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2y$05$p23APVdmVuvKeYEzcqv6OeHUQ5wCBiSBiLqoW1MFUdAYcaHRQHamO",
        "$2b$04$S5rZMK0eWwCIdeNKqKRlouYImUzZOuh4mj6a8nxVMpF42UYsVMS.C",
        "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHRzYWx0$22FhNx3PwzwSCwAk4mKBL7iKFWRNdkiWNcHLMNm7AOQ",
        "$argon2id$v=19$m=4096,t=3,p=4$c2FsdHNhbHRzYWx0$b6euID/zUC2O77SqsQ8bji/GKkqVM4Gh",
        "$6$rounds=5000$bO4YEFhOWSKv/QiE$ApKFEGlDdooN6tsfhE/az5ZpYoENZkoOjzE75I237PWMVdaHlIxkwC/xUrXb.skCuQt.t1fjtG/QlHTx155Kj.",
        "$6$h9PJeQlFqHxeYFEA$QpV/PV98FMIDGyxUAG94KrFflla3nzIihqdVeZz.5LGUxy3T1aOBr9Qf7LeIkor7/fToXLZqS/FO4lwyii2jP1",
        "$5$saltsalt$yrhPKxCqiWcCE9h0g86j6Ugz7SDFdFm.BjU.d8RaQnC",
        "$apr1$lAIRAkPG$A6.2FxlEMHf2vAqfIY8WX0",
        "{SHA}W8r/fyL/UzygmbNAjq2HbA67qac="
      })
  void takesTheRightPasswordAndNoOther(String hash) {
    var stored = StoredPassword.of(hash);

    assertThat(stored.matches("open sesame".getBytes(UTF_8))).isTrue();
    assertThat(stored.matches("open sesamE".getBytes(UTF_8))).isFalse();
    assertThat(stored.matches("open sesame ".getBytes(UTF_8))).isFalse();
    assertThat(stored.matches(new byte[0])).isFalse();
  }

  @Test
  void passwordsAreOctetsOfUtf8() throws IOException {
    var users =
        Users.parse(
            "ünï:$2y$04$WSSqJwScETz4.ZxXJ0qNo.Wlblk3hNk6Mmbx/L0pg2Cky57SUMZCe".getBytes(UTF_8));

    assertThat(users.has("ünï", "grüße".getBytes(UTF_8))).isTrue();
  }

  @Test
  void bcryptLooksAtTheFirst72OctetsAsHtpasswdDoes() {
    var stored = StoredPassword.of("$2y$04$jbipvBoGFcWSy4N/E7zM7uQZfEc1/ZKnVwdK4zFRbxP6gbelQYPoG");

    assertThat(stored.matches("a".repeat(80).getBytes(UTF_8))).isTrue();
    assertThat(stored.matches("a".repeat(72).getBytes(UTF_8))).isTrue();
    assertThat(stored.matches("a".repeat(71).getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "rqXexS6ZhobKA",
        "$1$abcdefgh$1",
        "$2y$05$short",
        "$2y$31$p23APVdmVuvKeYEzcqv6OeHUQ5wCBiSBiLqoW1MFUdAYcaHRQHamO",
        "$argon2i$v=19$m=1024,t=2,p=1$c29tZXNhbHRzYWx0$22FhNx3PwzwSCwAk4mKBL7iKFWRNdkiWNcHLMNm7AOQ",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHRzYWx0$22FhNx3PwzwSCwAk4mKBL7iKFWRNdkiWNcHLMNm7AOQ",
        "$argon2id$v=19$m=1024,t=0,p=1$c29tZXNhbHRzYWx0$22FhNx3PwzwSCwAk4mKBL7iKFWRNdkiWNcHLMNm7AOQ",
        "$argon2id$v=19$m=1024,t=2,p=1$c2E$22Fh",
        "$6$rounds=999999999$saltsalt$ApKFEGlDdooN6tsfhE/az5ZpYoENZkoOjzE75I237PWMVdaHlIxkwC/xUrXb",
        "{SHA}W8r=",
        "{SHA}!!!!"
      })
  void whatIsNoHashIsRefusedWithTheLineAndWithoutShowingIt(String hash) {
    var file = ("# people\n\nann:" + hash + "\n").getBytes(UTF_8);

    assertThatThrownBy(() -> Users.parse(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("line 3: found ")
        .satisfies(thrown -> {
          if (hash.length() > 12) {
            assertThat(thrown.getMessage()).doesNotContain(hash.substring(4));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nobody\n", ":x\n", "ann\n", "a\u0007b:{SHA}W8r\n"})
  void whatIsNoFileOfUsersIsRefused(String text) {
    assertThatThrownBy(() -> Users.parse(text.getBytes(UTF_8))).isInstanceOf(IOException.class);
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() {
    var line = "ann:{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=\n";

    assertThatThrownBy(() -> Users.parse((line + line).getBytes(UTF_8)))
        .hasMessage("line 2: found the name 'ann' a second time");
  }

  @Test
  void anUnknownNameNeverPassesNotEvenWithThePasswordItIsHeldAgainst() throws IOException {
    var users = Users.parse("ann:{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=\n".getBytes(UTF_8));

    assertThat(users.has("ann", "open sesame".getBytes(UTF_8))).isTrue();
    assertThat(users.has("bob", "open sesame".getBytes(UTF_8))).isFalse();
  }
}
