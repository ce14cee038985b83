package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of what is stored: when it is stale, selected, or changed at its server: RFC 9111.
 */
class CacheUpkeepIT extends ScriptedCache {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 Location: /a",
        "201 Location: http://x/a",
        "200 Content-Location: /a",
        "303 Location: //x/a",
        "200 Location: http://x:80/b/../a",
      })
  void anUnsafeRequestMakesWhatItNamesOnItsOriginInvalid(String answer) throws IOException {
    assertThat(afterUnsafe(answer)).isEqualTo("number 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 Location: http://y/a",
        "200 Location: https://x/a",
        "200 Content-Location: http://x:8080/a",
        "404 Location: /a",
        "500 Content-Location: /a",
        "200 X-Location: /a",
      })
  void anUnsafeRequestLeavesAloneWhatIsOfOthersOrHasFailed(String answer) throws IOException {
    assertThat(afterUnsafe(answer)).isEqualTo("number 1");
  }

  private String afterUnsafe(String answer) throws IOException {
    start((request, count) ->
        request.line().startsWith("GET")
            ? ok("Cache-Control: max-age=60\r\n", "number " + count)
            : "HTTP/1.1 "
                + answer.substring(0, 3)
                + " X\r\n"
                + answer.substring(4)
                + "\r\nContent-Length: 0\r\n\r\n");
    get("");

    proxy.client().send("DELETE /other HTTP/1.1\r\nHost: x\r\n\r\n").read();

    return get("").text();
  }

  @Test
  void aStaleResponseIsUsedWithinItsWindowsOnly() throws IOException {
    start((request, count) -> {
      var window = request.path().substring(1);
      return count == 1
          ? ok("Cache-Control: max-age=1, " + window + "\r\nAge: 30\r\n", "old")
          : "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
    });
    var strict = "/must-revalidate,stale-if-error=60";
    get("/stale-if-error=60", "");
    get("/stale-if-error=10", "");
    get(strict, "");

    assertThat(get("/stale-if-error=60", "").text()).isEqualTo("old");
    assertThat(get("/stale-if-error=10", "").status()).isEqualTo(503);
    assertThat(get(strict, "").status()).isEqualTo(503);
  }

  @Test
  void aStaleResponseIsSentWhileItIsValidatedWithinItsWindowOnly() throws IOException {
    start((request, count) ->
        ok(
            "Cache-Control: max-age=1, " + request.path().substring(1) + "\r\nAge: 30\r\n",
            "number " + count));
    get("/stale-while-revalidate=60", "");
    get("/stale-while-revalidate=10", "");

    assertThat(get("/stale-while-revalidate=60", "").text()).isEqualTo("number 1");
    assertThat(get("/stale-while-revalidate=10", "").text()).isEqualTo("number 2");
  }

  @Test
  void cacheStatusTellsWhatWasDone() throws IOException {
    startWith("Cache-Control: max-age=60\r\nAge: 10\r\nETag: \"e\"\r\n");

    assertThat(get("").field("Cache-Status")).contains("weir; fwd=miss; fwd-status=200; stored");
    assertThat(get("").field("Cache-Status").orElse("")).matches("weir; hit; ttl=(50|49)");
    assertThat(get("Cache-Control: no-cache\r\n").field("Cache-Status").orElse(""))
        .startsWith("weir; fwd=");
    assertThat(get("/n", "Cache-Control: no-store\r\n").field("Cache-Status"))
        .contains("weir; fwd=miss; detail=no-store");
    assertThat(
            proxy
                .client()
                .send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                .read()
                .field("Cache-Status"))
        .contains("weir; fwd=method");
  }

  @Test
  void requestsChooseByEveryLineOfVary() throws IOException {
    startWith("Cache-Control: max-age=60\r\nVary: A\r\nVary: B, C\r\n");

    assertThat(get("A: 1\r\nB: 1\r\n").text()).isEqualTo("number 1");
    assertThat(get("A: 1\r\nB: 2\r\n").text()).isEqualTo("number 2");
    assertThat(get("B: 1\r\n").text()).isEqualTo("number 3");
    assertThat(get("b:  1 \r\nA: 1\r\nD: 1\r\n").text()).isEqualTo("number 1");
    assertThat(get("A: 1\r\nB: 1\r\nC: \r\n").text()).isEqualTo("number 4");
    assertThat(get("A: 1\r\nB: 1\r\n").fields("Vary")).containsExactly("A", "B, C");
  }

  @Test
  void theClientsDirectivesAreObeyed() throws IOException {
    startWith("Cache-Control: max-age=60\r\nAge: 30\r\n");
    get("");

    assertThat(get("Cache-Control: only-if-cached\r\n").text()).isEqualTo("number 1");
    assertThat(get("Cache-Control: max-age=40, min-fresh=20\r\n").text()).isEqualTo("number 1");
    assertThat(get("Cache-Control: only-if-cached, max-age=10\r\n").status()).isEqualTo(504);
    assertThat(get("/b", "Cache-Control: only-if-cached\r\n").status()).isEqualTo(504);
    assertThat(get("Cache-Control: min-fresh=40\r\n").text()).isEqualTo("number 2");
    assertThat(get("Cache-Control: max-age=10\r\n").text()).isEqualTo("number 3");
    assertThat(get("Cache-Control: no-cache\r\n").text()).isEqualTo("number 4");
    assertThat(get("Pragma: no-cache\r\n").text()).isEqualTo("number 4");
    assertThat(get("").text()).isEqualTo("number 4");
  }
}
