package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An issuer whose keys cannot be fetched, of which the log tells. */
class NoKeysIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();

  @Test
  void withoutKeysNobodyPasses() throws IOException {
    proxy.start(
        "jwt main { keys url \"http://%s/\" }\nhost * { route /** { auth jwt main; respond 200 } }"
            .formatted(FakeOrigin.nobody()));
    var token = Issuer.of("k", "EdDSA").token("{}");

    var reply =
        proxy
            .client()
            .send("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n")
            .read();

    assertThat(reply.status()).isEqualTo(503);
    counts("weir_failures_total{cause=\"auth-unavailable\"", 1);
  }

  /** A failure is counted once its reply has left, which may be just now. */
  private void counts(String line, long expected) {
    Eventually.holds(
        () -> "found " + proxy.gauge(line) + " of " + line, () -> proxy.gauge(line) == expected);
  }
}
