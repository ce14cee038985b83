package io.weir.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.FieldLinesBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Whatever stands in the fields of proxies, the client is the peer or an address in them. */
class ForwardedFuzzTest {
  private static final byte[] PEER = {10, 0, 0, 1};
  private static final TrustedClient TRUSTED =
      TrustedClient.of(address -> address.length == 4 && address[0] == 10);

  @FuzzTest
  void findsAnAddressOrNone(byte[] octets) {
    var text = new String(octets, StandardCharsets.ISO_8859_1);
    var fields =
        new FieldLinesBuilder().add("X-Forwarded-For", text).add("X-Forwarded-Proto", text).build();

    var client = TRUSTED.behind(PEER, fields);

    client.ifPresent(found -> {
      var again = ParsedAddress.parse(found.text()).orElseThrow();
      assertThat(again.bytes()).isEqualTo(found.bytes());
      assertThat(found.text()).matches("[0-9a-f.:]+");
    });
    var last = text.substring(text.lastIndexOf(',') + 1).strip().toLowerCase(Locale.ROOT);
    TrustedClient.isSecure(fields)
        .ifPresent(secure -> assertThat(last).isEqualTo(secure ? "https" : "http"));
  }
}
