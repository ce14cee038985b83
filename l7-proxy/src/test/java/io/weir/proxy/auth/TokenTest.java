package io.weir.proxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.Key;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and keys out of the appendices of RFC 7515 and RFC 8037. */
class TokenTest {
  private static final String CLAIMS =
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

  /** RFC 7515 A.1. */
  private static final String HS256 =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
          + CLAIMS
          + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String HS256_KEY =
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

  /** RFC 7515 A.2. */
  private static final String RS256 =
      "eyJhbGciOiJSUzI1NiJ9."
          + CLAIMS
          + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
          + "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
          + "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgG"
          + "Y9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

  private static final String RS256_KEYS =
      "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPd"
          + "dxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0L"
          + "OL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH"
          + "7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"}]}";

  /** RFC 7515 A.3. */
  private static final String ES256 =
      "eyJhbGciOiJFUzI1NiJ9."
          + CLAIMS
          + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

  private static final String ES256_KEYS =
      "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
          + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

  /** RFC 8037 A.4; what it signs is no JSON. */
  private static final String EDDSA =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
          + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

  private static final String EDDSA_KEYS =
      "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

  @Test
  void verifiesHmacOfRfc7515() throws IOException {
    assertThat(claims(HS256, KeySet.secret(Base64.getUrlDecoder().decode(HS256_KEY))))
        .isEqualTo("joe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----\n",
        " \n-----BEGIN CERTIFICATE-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
        " { \"kty\": \"RSA\", \"n\": \"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji\" }"
      })
  void aKeyThatEverybodyHasIsNoSecret(String text) {
    assertThatThrownBy(() -> KeySet.secret(text.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("found a key or certificate in it; expected a secret");
  }

  @Test
  void verifiesRsaOfRfc7515() throws IOException {
    assertThat(claims(RS256, KeySet.publicKeys(RS256_KEYS.getBytes(UTF_8)))).isEqualTo("joe");
  }

  @Test
  void verifiesEcdsaOfRfc7515() throws IOException {
    assertThat(claims(ES256, KeySet.publicKeys(ES256_KEYS.getBytes(UTF_8)))).isEqualTo("joe");
  }

  @Test
  void readsTheEd25519KeyOfRfc8037AndRefusesContentThatIsNoClaims() throws IOException {
    var keys = KeySet.publicKeys(EDDSA_KEYS.getBytes(UTF_8));
    var token = Token.parse(EDDSA.getBytes(UTF_8)).orElseThrow();

    assertThat(keys.candidates(null, "EdDSA")).hasSize(1);
    assertThat(token.verify(keys.entries().getFirst().key())).isEmpty();
  }

  @Test
  void aSignatureOfOtherContentDoesNotVerify() throws IOException {
    var keys = KeySet.publicKeys(ES256_KEYS.getBytes(UTF_8));
    var other = ES256.replace(CLAIMS, "eyJpc3MiOiJqb2UifQ");

    assertThat(Token.parse(other.getBytes(UTF_8)).orElseThrow().verify(key(keys))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "a.b",
        "a.b.c",
        "e30.e30.",
        "e30..e30",
        ".e30.e30",
        "e30.e30.e30",
        "e30.e30.e30.e30.e30",
        "eyJhbGciOiJIUzI1NiJ9=.e30.AA",
        "eyJhbGciOiJIUzI1NiJ9.e30.A A",
        "eyJhbGciOiJIUzI1NiJ9.e30.A+/",
        "eyJhbGciOjF9.e30.AA",
        "eyJhbGciOiJIUzI1NiIsImtpZCI6MX0.e30.AA",
        "eyJhbGciOiJIUzI1NiIsImNyaXQiOltdfQ.e30.AA",
        "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2V9.e30.AA",
        "W10.e30.AA"
      })
  void whatIsNoSignedTokenIsNone(String text) {
    assertThat(Token.parse(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void aTokenBeyondTheLimitIsNone() {
    var header = "eyJhbGciOiJIUzI1NiJ9.";
    int room = Token.LONGEST - header.length() - ".AA".length();

    assertThat(Token.parse((header + "e".repeat(room) + ".AA").getBytes(UTF_8))).isPresent();
    assertThat(Token.parse((header + "e".repeat(room + 1) + ".AA").getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0i\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}]}",
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"enc\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"RS256\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
      })
  void aSetWithoutAUsableKeyIsRefused(String text) {
    assertThatThrownBy(() -> KeySet.publicKeys(text.getBytes(UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aKeyServesOnlyTheAlgorithmsOfItsKind() throws IOException {
    var rsa = KeySet.publicKeys(RS256_KEYS.getBytes(UTF_8));
    var bound =
        KeySet.publicKeys(
            RS256_KEYS.replace("\"AQAB\"", "\"AQAB\",\"alg\":\"PS256\"").getBytes(UTF_8));
    var secret = KeySet.secret("s".repeat(32).getBytes(UTF_8));

    assertThat(rsa.entries().getFirst().algorithms())
        .containsExactlyInAnyOrder("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    assertThat(bound.entries().getFirst().algorithms()).containsExactly("PS256");
    assertThat(secret.entries().getFirst().algorithms()).containsExactly("HS256");
    assertThat(rsa.candidates(null, "RS256")).hasSize(1);
    assertThat(rsa.candidates(null, "HS256")).isEmpty();
    assertThat(rsa.candidates(null, "none")).isEmpty();
    assertThat(secret.candidates(null, "RS256")).isEmpty();
  }

  @Test
  void aSecretThatIsTooShortIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> KeySet.secret("hunter2\n".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void readsTheKeysThatOpensslWrites() throws IOException {
    // openssl genpkey -algorithm ed25519 | openssl pkey -pubout; the same for the others.
    var pem = OpensslKeys.PEM;

    var keys = KeySet.publicKeys(pem.getBytes(UTF_8));

    assertThat(keys.entries())
        .extracting(entry -> entry.algorithms().stream().sorted().findFirst().orElseThrow())
        .containsExactly("EdDSA", "ES384", "PS256");
  }

  private static Object claims(String token, KeySet keys) {
    return Token.parse(token.getBytes(UTF_8))
        .orElseThrow()
        .verify(key(keys))
        .orElseThrow()
        .members()
        .get("iss");
  }

  private static Key key(KeySet keys) {
    return keys.entries().getFirst().key();
  }
}
