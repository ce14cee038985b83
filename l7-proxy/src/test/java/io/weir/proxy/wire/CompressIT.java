package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.model.ContentCoding;
import io.weir.proxy.compress.Decoders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is compressed for whom, what then becomes of the fields, and that nothing is left behind.
 */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class CompressIT {
  private static final String TEXT = "All work and no play makes a proxy a dull one. ".repeat(100);

  @RegisterExtension private final ProxyFixture proxy = new ProxyFixture();

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void compressesWithWhatTheClientTakes(ContentCoding coding) throws Exception {
    var origin = start("Content-Type: text/plain\r\nETag: \"a\"\r\n");

    var reply = get("Accept-Encoding: " + coding.token());

    assertThat(reply.field("Content-Encoding")).contains(coding.token());
    assertThat(reply.field("Vary")).contains("Accept-Encoding");
    assertThat(reply.field("ETag")).contains("W/\"a\"");
    assertThat(reply.field("Content-Length")).isEmpty();
    assertThat(reply.body().length).isLessThan(TEXT.length() / 10);
    assertThat(decoded(coding, reply)).isEqualTo(TEXT);
    assertThat(origin.request().fields("Accept-Encoding")).containsExactly(coding.token());
    assertThat(proxy.gauge("weir_coding_in_bytes_total{coding=\"" + coding.token() + "\",work"))
        .isEqualTo(TEXT.length());
  }

  @Test
  void leavesOutWhatIsTrueOfOtherOctets() throws Exception {
    start(
        "Content-Type: text/plain\r\nAccept-Ranges: bytes\r\nContent-MD5: a\r\n"
            + "Content-Digest: a\r\nRepr-Digest: b\r\nDigest: c\r\nX-Kept: yes\r\nVary: Cookie\r\n");

    var reply = get("Accept-Encoding: gzip");

    assertThat(reply.head())
        .doesNotContainIgnoringCase("digest")
        .doesNotContain("Content-MD5", "Accept-Ranges")
        .contains("X-Kept: yes");
    assertThat(reply.fields("Vary")).containsExactly("Cookie", "Accept-Encoding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: image/png\r\n",
        "Content-Type: text/plain\r\nCache-Control: public, no-transform\r\n",
        "X-Without: type\r\n"
      })
  void leavesAloneWhatItHasNoBusinessWith(String fields) throws Exception {
    start(fields);

    var reply = get("Accept-Encoding: gzip");

    assertThat(reply.text()).isEqualTo(TEXT);
    assertThat(reply.head()).doesNotContain("Content-Encoding", "Vary");
    assertThat(reply.field("Content-Length")).contains("" + TEXT.length());
  }

  @Test
  void leavesAloneWhatTheClientWantsUntransformed() throws Exception {
    start("Content-Type: text/plain\r\n");

    var reply = get("Accept-Encoding: gzip\r\nCache-Control: no-transform");

    assertThat(reply.text()).isEqualTo(TEXT);
  }

  @Test
  void neverCompressesTwice() throws Exception {
    start("Content-Type: text/plain\r\nContent-Encoding: br\r\n");

    var reply = get("Accept-Encoding: gzip");

    assertThat(reply.fields("Content-Encoding")).containsExactly("br");
    assertThat(reply.text()).isEqualTo(TEXT);
    assertThat(reply.field("Vary")).contains("Accept-Encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "gzip;q=0", "deflate"})
  void saysThatAPlainReplyCouldHaveBeenOther(String accepts) throws Exception {
    var origin = start("Content-Type: text/plain\r\nETag: \"a\"\r\n");

    var reply = get(accepts.isEmpty() ? "X-Y: z" : "Accept-Encoding: " + accepts);

    assertThat(reply.text()).isEqualTo(TEXT);
    assertThat(reply.field("Vary")).contains("Accept-Encoding");
    assertThat(reply.field("ETag")).contains("\"a\"");
    assertThat(reply.field("Content-Length")).contains("" + TEXT.length());
    assertThat(origin.request().fields("Accept-Encoding")).containsExactly("identity");
  }

  @ParameterizedTest
  @CsvSource({"1023, false", "1024, true"})
  void leavesShortRepliesAsTheyAre(int length, boolean compresses) throws Exception {
    start("Content-Type: text/plain\r\n", "a".repeat(length));

    var reply = get("Accept-Encoding: gzip");

    assertThat(reply.field("Content-Encoding"))
        .isEqualTo(compresses ? Optional.of("gzip") : Optional.empty());
    assertThat(reply.field("Vary")).contains("Accept-Encoding");
  }

  @Test
  void compressesEvenShortRepliesForWhoRefusesPlainOnes() throws Exception {
    start("Content-Type: image/png\r\n", "short");

    var reply = get("Accept-Encoding: gzip, identity;q=0");

    assertThat(decoded(ContentCoding.GZIP, reply)).isEqualTo("short");
  }

  @Test
  void refusesWhoTakesNothingThatThereIs() throws Exception {
    var origin = start("Content-Type: text/plain\r\n");

    var reply = get("Accept-Encoding: identity;q=0");

    assertThat(reply.status()).isEqualTo(406);
    assertThat(reply.field("Vary")).contains("Accept-Encoding");
    assertThat(origin.request().fields("Accept-Encoding")).containsExactly("identity;q=0");
  }

  @ParameterizedTest
  @CsvSource({"204 No Content", "304 Not Modified"})
  void leavesRepliesWithoutContentAlone(String status) throws Exception {
    var origin = FakeOrigin.replying("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\n\r\n");
    compressing(origin);

    var reply = get("Accept-Encoding: gzip");

    assertThat(reply.line()).endsWith(status);
    assertThat(reply.head()).doesNotContain("Content-Encoding");
  }

  @Test
  void leavesPartsOfAReplyAlone() throws Exception {
    var origin =
        FakeOrigin.replying(
            "HTTP/1.1 206 Partial Content\r\nContent-Type: text/plain\r\n"
                + "Content-Range: bytes 0-1999/4700\r\nContent-Length: 2000\r\n\r\n"
                + TEXT.substring(0, 2000));
    compressing(origin);

    var reply = get("Accept-Encoding: gzip\r\nRange: bytes=0-1999");

    assertThat(reply.text()).isEqualTo(TEXT.substring(0, 2000));
    assertThat(reply.head()).doesNotContain("Content-Encoding");
  }

  @Test
  void tellsHeadWhatItWouldTellGet() throws Exception {
    var origin =
        FakeOrigin.replying(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: \"a\"\r\n"
                + "Content-Length: 4700\r\n\r\n");
    compressing(origin);

    var reply =
        proxy
            .client()
            .send("HEAD / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")
            .readHeadOnly();

    assertThat(reply.field("Content-Encoding")).contains("gzip");
    assertThat(reply.field("ETag")).contains("W/\"a\"");
    assertThat(reply.field("Content-Length")).isEmpty();
    assertThat(reply.field("Transfer-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {"W/\"a\", W/\"a\"", "\"a\", \"a\""})
  void tellsATagAsTheClientHoldsIt(String held, String told) throws Exception {
    var origin = FakeOrigin.replying("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
    compressing(origin);

    var reply = get("Accept-Encoding: gzip\r\nIf-None-Match: " + held);

    assertThat(reply.status()).isEqualTo(304);
    assertThat(reply.field("ETag")).contains(told);
    assertThat(origin.request().fields("If-None-Match")).containsExactly(held);
  }

  @Test
  void letsAClientChangeWhatItGotCompressed() throws Exception {
    var origin = start("Content-Type: text/plain\r\n");

    get("If-Match: W/\"a\", \"b\"");

    assertThat(origin.request().fields("If-Match")).containsExactly("\"a\", \"b\"");
  }

  @Test
  void compressesWhatWeirAnswersItself() throws Exception {
    proxy.start(
        "host * { compress gzip; route /** { respond 503 \"" + "busy ".repeat(300) + "\" } }");

    var reply = get("Accept-Encoding: gzip");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(decoded(ContentCoding.GZIP, reply)).isEqualTo("busy ".repeat(300));
    assertThat(reply.field("Content-Length")).contains("" + reply.body().length);
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void decodesForWhoDoesNotTakeTheCoding(ContentCoding coding) throws Exception {
    replying(coding, "Content-Type: text/plain\r\nETag: \"a\"\r\nContent-Digest: b\r\n");

    var reply = get("Accept-Encoding: identity");

    assertThat(reply.text()).isEqualTo(TEXT);
    assertThat(reply.head()).doesNotContain("Content-Encoding", "Content-Digest", "Content-Length");
    assertThat(reply.field("ETag")).contains("W/\"a\"");
    assertThat(reply.field("Vary")).contains("Accept-Encoding");
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void decodesForWhoSaysNothing(ContentCoding coding) throws Exception {
    replying(coding, "Content-Type: image/png\r\n");

    assertThat(get("X-Y: z").text()).isEqualTo(TEXT);
  }

  @Test
  void doesNotDecodeForWhoTakesTheCoding() throws Exception {
    replying(ContentCoding.BR, "Content-Type: text/plain\r\nETag: \"a\"\r\n");

    var reply = get("Accept-Encoding: br");

    assertThat(reply.field("Content-Encoding")).contains("br");
    assertThat(reply.field("ETag")).contains("\"a\"");
    assertThat(decoded(ContentCoding.BR, reply)).isEqualTo(TEXT);
  }

  @Test
  void doesNotDecodeWhatMustNotBeTransformed() throws Exception {
    replying(ContentCoding.GZIP, "Cache-Control: no-transform\r\n");

    assertThat(get("X-Y: z").field("Content-Encoding")).contains("gzip");
  }

  private void replying(ContentCoding coding, String fields) throws IOException {
    var content = Decoders.encoded(coding, TEXT.getBytes(StandardCharsets.ISO_8859_1));
    var text = new String(content, StandardCharsets.ISO_8859_1);
    var origin =
        FakeOrigin.replying(
            "HTTP/1.1 200 OK\r\nContent-Encoding: "
                + coding.token()
                + "\r\nContent-Length: "
                + content.length
                + "\r\n"
                + fields
                + "\r\n"
                + text);
    proxy.closing(origin);
    proxy.start(
        "pool web { server " + origin.at() + " }\nhost * { gunzip on; route /** { to web } }");
  }

  private FakeOrigin start(String fields) {
    return start(fields, TEXT);
  }

  private FakeOrigin start(String fields, String text) {
    var origin =
        FakeOrigin.replying(
            "HTTP/1.1 200 OK\r\nContent-Length: "
                + text.length()
                + "\r\n"
                + fields
                + "\r\n"
                + text);
    compressing(origin);
    return origin;
  }

  private void compressing(FakeOrigin origin) {
    proxy.closing(origin);
    proxy.start(
        "pool web { server "
            + origin.at()
            + " }\nhost * { compress zstd, br, gzip; route /** { to web } }");
  }

  private WireReply get(String fields) throws IOException {
    return proxy.client().send("GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n").read();
  }

  private static String decoded(ContentCoding coding, WireReply reply) throws IOException {
    return new String(Decoders.decoded(coding, reply.body()), StandardCharsets.ISO_8859_1);
  }
}
