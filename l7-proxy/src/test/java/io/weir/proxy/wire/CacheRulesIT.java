package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers say, in every spelling, and what is done about it: RFC 9110, 9111, 9213. */
class CacheRulesIT extends ScriptedCache {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // Age is a number or nothing, and the first member of a list (RFC 9111 5.1).
        "Cache-Control: max-age=60\r\nAge: 7200, 0\r\nX: not\r\n",
        "Cache-Control: max-age=60\r\nAge: 99999999999999999999\r\nX: not\r\n",
        "Cache-Control: max-age=60\r\nAge: -7200\r\n",
        "Cache-Control: max-age=60\r\nAge: 7200.0\r\n",
        "Cache-Control: max-age=60\r\nAge: 7200 s\r\n",
        "Cache-Control: max-age=60\r\nAge: 0, 7200\r\n",
        // Numbers in any spelling that a recipient has to take.
        "Cache-Control: max-age=\"60\"\r\n",
        "Cache-Control: MaX-aGe=60\r\n",
        "Cache-Control: max-age=0060\r\n",
        "Cache-Control: max-age=99999999999999999999\r\n",
        "Cache-Control: ,, max-age=60 ,,\r\n",
        "Cache-Control: foo=\"a, no-store\", max-age=60\r\n",
        "Cache-Control: foo\r\nCache-Control: max-age=60\r\n",
        "Cache-Control: max-age=60, max-age=0\r\n",
        "Cache-Control: max-age='60'\r\nX: not\r\n",
        "Cache-Control: max-age=-60\r\nX: not\r\n",
        "Cache-Control: max-age=60.5\r\nX: not\r\n",
        "Cache-Control: max-age =60\r\nX: not\r\n",
        "Cache-Control: max-age= 60\r\nX: not\r\n",
        "Cache-Control: s-maxage=0, max-age=60\r\nX: not\r\n",
        "Cache-Control: s-maxage=60, max-age=0\r\n",
        // Expires is a date, or in the past (RFC 9111 5.3).
        "Expires: {now+60}\r\nDate: {now}\r\n",
        "Expires: {now+60}\r\n",
        "Expires: {now+60}\r\nDate: {now+60}\r\nX: not\r\n",
        "Expires: 0\r\nX: not\r\n",
        "Expires: {now+60}, {now+60}\r\nX: not\r\n",
        "Expires: {now+60}\r\nExpires: {now+60}\r\nX: not\r\n",
        "Expires: {now-60}\r\nCache-Control: max-age=60\r\n",
        "Expires: {now+60}\r\nCache-Control: max-age=0\r\nX: not\r\n",
        "Expires: 0\r\nCache-Control: s-maxage=60\r\n",
        // Heuristics need something to go by (RFC 9111 4.2.2).
        "Last-Modified: {now-7200}\r\nDate: {now}\r\n",
        "X: not\r\n",
        // Directed at caches like this one (RFC 9213): a dictionary, or nothing.
        "CDN-Cache-Control: max-age=60\r\n",
        "CDN-Cache-Control: max-age=60\r\nCache-Control: no-store\r\n",
        "CDN-Cache-Control: max-age=60\r\nCache-Control: private\r\nExpires: 0\r\n",
        "CDN-Cache-Control: max-age=0\r\nCache-Control: max-age=60\r\nX: not\r\n",
        "CDN-Cache-Control: no-store\r\nCache-Control: max-age=60\r\nX: not\r\n",
        "CDN-Cache-Control: private\r\nCache-Control: max-age=60\r\nX: not\r\n",
        "CDN-Cache-Control: no-cache\r\nCache-Control: max-age=60\r\nX: not\r\n",
        "CDN-Cache-Control: foo\r\nExpires: {now+60}\r\nDate: {now}\r\nX: not\r\n",
        "CDN-Cache-Control: max-age=60;foo=bar;x\r\nCache-Control: no-store\r\n",
        "CDN-Cache-Control: foo=(1 2);a, max-age=60, b=:YQ==:\r\nCache-Control: no-store\r\n",
        "CDN-Cache-Control: no-store=?0, max-age=60\r\nCache-Control: no-store\r\n",
        "CDN-Cache-Control: max-age=0, max-age=60\r\nCache-Control: no-store\r\n",
        "CDN-Cache-Control: max-age=0\r\nCDN-Cache-Control: max-age=60\r\n",
        "CDN-Cache-Control: max-age=60, \r\nCache-Control: no-store\r\nX: not\r\n",
        "CDN-Cache-Control: max-age=60 foo\r\nCache-Control: no-store\r\nX: not\r\n",
        "CDN-Cache-Control: MAX-AGE=60\r\nCache-Control: no-store\r\nX: not\r\n",
        "CDN-Cache-Control: no-store, &\r\nCache-Control: max-age=60\r\n",
        "CDN-Cache-Control: \r\nCache-Control: max-age=60\r\n",
        "CDN-Cache-Control: max-age=\"60\"\r\nCache-Control: max-age=60\r\nX: not\r\n",
        "CDN-Cache-Control: max-age=60\r\nSet-Cookie: a=b\r\nX: not\r\n",
        "CDN-Cache-Control: public, max-age=60\r\nSet-Cookie: a=b\r\n",
        "CDN-Cache-Control: max-age=60\r\nAge: 100\r\nX: not\r\n",
        "CDN-Cache-Control: max-age=60\r\nSurrogate-Control: max-age=0\r\n",
        // Cookies make a response one client's.
        "Cache-Control: max-age=60\r\nSet-Cookie: a=b\r\nX: not\r\n",
        "Cache-Control: public, max-age=60\r\nSet-Cookie: a=b\r\n",
        "Cache-Control: s-maxage=60\r\nSet-Cookie: a=b\r\n",
        // What nobody else may have, or nobody can be given.
        "Cache-Control: no-store=\"a\", max-age=60\r\nX: not\r\n",
        "Cache-Control: private=\"a\", max-age=60\r\n",
        "Cache-Control: max-age=60\r\nVary: *\r\nX: not\r\n",
        "Cache-Control: max-age=60\r\nVary: Accept\r\nVary: Foo, *\r\nX: not\r\n",
        "Cache-Control: max-age=60\r\nVary: Accept\r\nVary: Foo\r\n",
        "Cache-Control: max-age=60\r\nPragma: no-cache\r\n",
      })
  void isServedAgainUnlessItSaysNot(String fields) throws IOException {
    startWith(fields);

    get("");
    var again = get("");

    boolean isExpectedNot = fields.contains("X: not");
    assertThat(again.text()).isEqualTo(isExpectedNot ? "number 2" : "number 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
  void aStatusThatAllowsItIsGivenATenthOfTheTimeSinceItChanged(int status) throws IOException {
    start((_, _) -> status(status, NOW + "Last-Modified: {now-7200}\r\n"));

    get("");
    get("");

    assertThat(asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 302, 303, 307, 400, 403, 500, 502, 503, 504, 599})
  void anotherStatusIsFreshOnlyIfItSaysSo(int status) throws IOException {
    start((request, _) ->
        status(
            status,
            request.path().equals("/a")
                ? NOW + "Last-Modified: {now-7200}\r\n"
                : "Cache-Control: max-age=60\r\n"));

    get("");
    get("");
    get("/b", "");
    get("/b", "");

    assertThat(asked()).isEqualTo(2);
    assertThat(asked.get("/b").get()).isEqualTo(1);
  }

  private static String status(int status, String fields) {
    return dated(
        "HTTP/1.1 "
            + status
            + " X\r\n"
            + fields
            + (status == 204 ? "\r\n" : "Content-Length: 0\r\n\r\n"));
  }

  @Test
  void interimResponsesArePassedOnAndNotStored() throws IOException {
    start((_, count) ->
        "HTTP/1.1 102 Processing\r\n\r\n"
            + "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nCache-Control: max-age=9\r\n"
            + "X-Interim: 1\r\n\r\n"
            + ok("Cache-Control: max-age=60\r\n", "number " + count));
    var client = proxy.client().get("/a");

    assertThat(client.readHead()).startsWith("HTTP/1.1 102 ");
    assertThat(client.readHead()).startsWith("HTTP/1.1 103 ").contains("X-Interim: 1");
    var first = client.read();
    var again = get("");

    assertThat(first.fields("X-Interim")).isEmpty();
    assertThat(again.text()).isEqualTo("number 1");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.fields("Link")).isEmpty();
  }

  @Test
  void aConditionThatFailsComesBeforeARange() throws IOException {
    startWith("Cache-Control: max-age=60\r\nETag: \"e\"\r\nLast-Modified: {now-7200}\r\n" + NOW);
    get("");

    var known = get("If-None-Match: \"e\"\r\nRange: bytes=0-1\r\n");
    var other = get("If-None-Match: \"f\"\r\nRange: bytes=0-1\r\n");
    var both = get(dated("If-None-Match: \"f\"\r\nIf-Modified-Since: {now}\r\n"));
    var weak = get("If-None-Match: W/\"e\", \"f\"\r\n");
    var any = get("If-None-Match: *\r\n");

    assertThat(known.status()).isEqualTo(304);
    assertThat(known.fields("Content-Range")).isEmpty();
    assertThat(other.status()).isEqualTo(206);
    assertThat(both.status()).isEqualTo(200);
    assertThat(weak.status()).isEqualTo(304);
    assertThat(any.status()).isEqualTo(304);
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void aRangeIsOnlyTakenOfTheStateThatTheClientKnows() throws IOException {
    startWith("Cache-Control: max-age=60\r\nETag: \"e\"\r\nLast-Modified: {now-7200}\r\n" + NOW);
    var changed = get("").field("Last-Modified").orElseThrow();

    assertThat(get("Range: bytes=0-1\r\nIf-Range: \"e\"\r\n").status()).isEqualTo(206);
    assertThat(get("Range: bytes=0-1\r\nIf-Range: " + changed + "\r\n").status()).isEqualTo(206);
    assertThat(get("Range: bytes=0-1\r\nIf-Range: W/\"e\"\r\n").status()).isEqualTo(200);
    assertThat(get("Range: bytes=0-1\r\nIf-Range: \"f\"\r\n").status()).isEqualTo(200);
    assertThat(get(dated("Range: bytes=0-1\r\nIf-Range: {now}\r\n")).status()).isEqualTo(200);
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void rangesThatMeanNothingAreLeftAloneAndThoseThatCannotBeAreRefused() throws IOException {
    startWith("Cache-Control: max-age=60\r\nETag: \"e\"\r\n");
    get("");

    assertThat(get("Range: bytes=-3\r\n").text()).isEqualTo("r 1");
    assertThat(get("Range: bytes=-300\r\n").field("Content-Range")).contains("bytes 0-7/8");
    assertThat(get("Range: bytes=6-\r\n").text()).isEqualTo(" 1");
    assertThat(get("Range: bytes=3-1\r\n").status()).isEqualTo(200);
    assertThat(get("Range: lines=1-2\r\n").status()).isEqualTo(200);
    assertThat(get("Range: bytes=a-b\r\n").status()).isEqualTo(200);
    assertThat(get("Range: bytes=-0\r\n").status()).isEqualTo(416);
    assertThat(get("Range: bytes=8-9\r\n").field("Content-Range")).contains("bytes */8");
    var head =
        proxy
            .client()
            .send("HEAD /a HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n\r\n")
            .readHeadOnly();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.field("Content-Length")).contains("8");
    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void a304ChangesWhatIsStoredButNotWhatDescribesItsOctets() throws IOException {
    start((request, count) ->
        count == 1
            ? ok(
                "Cache-Control: max-age=0\r\nETag: \"e\"\r\nX-A: old\r\nX-B: kept\r\n"
                    + "Content-Type: text/a\r\n",
                "text")
            : "HTTP/1.1 304 No\r\nETag: \"e\"\r\nCache-Control: max-age=60\r\nX-A: new\r\n"
                + "Content-Length: 99\r\nContent-Encoding: br\r\nContent-Range: bytes 1-2/3\r\n"
                + "Content-Type: text/b\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n");
    get("");

    get("");
    var updated = get("");

    assertThat(asked()).isEqualTo(2);
    assertThat(updated.text()).isEqualTo("text");
    assertThat(updated.fields("X-A")).containsExactly("new");
    assertThat(updated.fields("X-B")).containsExactly("kept");
    assertThat(updated.fields("Content-Type")).containsExactly("text/b");
    assertThat(updated.fields("Content-Encoding")).isEmpty();
    assertThat(updated.fields("Content-Range")).isEmpty();
    assertThat(updated.fields("X-Hop")).isEmpty();
  }

  @Test
  void aHeadUpdatesWhatIsStoredOrShowsThatItHasChanged() throws IOException {
    start((request, count) -> {
      var text = request.line().startsWith("HEAD") ? "" : "text";
      var tag = request.path().equals("/b") && count > 1 ? "\"f\"" : "\"e\"";
      return "HTTP/1.1 200 OK\r\nCache-Control: max-age=%d\r\nETag: %s\r\nX: %d\r\n"
              .formatted(count == 1 ? 0 : 60, tag, count)
          + "Content-Length: 4\r\n\r\n"
          + text;
    });
    get("/a", "");
    get("/b", "");

    proxy.client().send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").readHeadOnly();
    proxy.client().send("HEAD /b HTTP/1.1\r\nHost: x\r\n\r\n").readHeadOnly();

    var updated = get("/a", "");
    assertThat(updated.field("X")).contains("2");
    assertThat(updated.text()).isEqualTo("text");
    assertThat(get("/b", "").field("X")).contains("3");
    assertThat(asked()).isEqualTo(2);
  }
}
