package io.weir.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.admin.Gate.Origins;
import io.weir.proxy.admin.Gate.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final byte[] TOKEN = "s3cret".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:9901", "a.localhost", "127.0.0.1:9901", "[::1]:9901"})
  void letsThisMachineInWithoutAToken(String host) {
    assertThat(Gate.refusal(new Origins(true, host, null, null, null), null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example:9901", "localhost.evil.example", "127.0.0.1.evil.example", ""})
  void refusesANameThatAServerElsewhereCouldPointHere(String host) {
    var refusal = Gate.refusal(new Origins(true, host, null, null, null), null);

    assertThat(refusal).map(Refusal::status).contains(403);
  }

  @Test
  void refusesAPeerElsewhereWithoutAToken() {
    var refusal = Gate.refusal(new Origins(false, "127.0.0.1", null, null, null), null);

    assertThat(refusal).map(Refusal::status).contains(403);
  }

  @Test
  void refusesARequestWithoutHost() {
    assertThat(Gate.refusal(new Origins(true, null, null, null, null), null)).isPresent();
  }

  @Test
  void refusesWhatAPageOfAnotherSiteMakesABrowserSend() {
    var host = "127.0.0.1:9901";

    assertThat(Gate.refusal(new Origins(true, host, "http://evil.example", null, null), null))
        .isPresent();
    assertThat(Gate.refusal(new Origins(true, host, "null", null, null), null)).isPresent();
    assertThat(Gate.refusal(new Origins(true, host, null, "cross-site", null), null)).isPresent();
    assertThat(Gate.refusal(new Origins(true, host, null, "same-site", null), null)).isPresent();
    assertThat(
            Gate.refusal(
                new Origins(true, host, "http://evil.example", null, "Bearer s3cret"), TOKEN))
        .isPresent();
  }

  @Test
  void letsItsOwnPageIn() {
    var own = new Origins(true, "localhost:9901", "http://localhost:9901", "same-origin", null);

    assertThat(Gate.refusal(own, null)).isEmpty();
  }

  @Test
  void letsAnyoneInWithTheToken() {
    var request = new Origins(false, "edge.example", null, null, "bearer s3cret");

    assertThat(Gate.refusal(request, TOKEN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer s3cre", "Bearer s3crett", "Bearer ", "Basic s3cret", "s3cret", ""})
  void asksForTheTokenEvenOfThisMachine(String authorization) {
    var request = new Origins(true, "localhost", null, null, authorization);

    assertThat(Gate.refusal(request, TOKEN)).map(Refusal::status).contains(401);
    assertThat(Gate.refusal(new Origins(true, "localhost", null, null, null), TOKEN))
        .map(Refusal::status)
        .contains(401);
  }
}
