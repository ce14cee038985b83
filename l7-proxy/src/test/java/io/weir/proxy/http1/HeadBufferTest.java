package io.weir.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.proxy.exchange.FieldChanges;
import io.weir.proxy.exchange.FieldLinesBuilder;
import io.weir.proxy.exchange.FieldName;
import io.weir.proxy.exchange.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HeadBufferTest {
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "keep-alive", "upgrade", "te", "transfer-encoding");

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "Host",
        "Connection",
        "Keep-Alive",
        "Upgrade",
        "TE",
        "Transfer-Encoding",
        "Via",
        "X-A",
        "x-a",
        "X-B",
        "Content-Length",
        "Cookie");
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.of("close", "keep-alive, x-a", "X-B", "host", "cookie ,via", "1", "");
  }

  @Property
  void keepsTheLinesThatANaiveReadingKeeps(
      @ForAll @Size(max = 12) List<@From("names") String> names,
      @ForAll @Size(min = 12, max = 12) List<@From("values") String> values,
      @ForAll boolean removesVia,
      @ForAll boolean removesA) {
    var builder = new FieldLinesBuilder();
    for (int i = 0; i < names.size(); i++) {
      builder.add(names.get(i), values.get(i));
    }
    var changes = new FieldChanges();
    if (removesVia) {
      changes.remove(FieldName.VIA);
    }
    if (removesA) {
      changes.remove(Octets.of("x-a"));
    }
    changes.add(Octets.of("X-Added: 1\r\n"));
    var buffer = new HeadBuffer();

    buffer.putFields(builder.build(), HeadBuffer.HOP_BY_HOP, changes);

    assertThat(new String(buffer.toBytes(), StandardCharsets.US_ASCII))
        .isEqualTo(naive(names, values, removesVia, removesA));
  }

  @Test
  void putsNumbers() {
    var buffer = new HeadBuffer();

    buffer.putHex(0).put(' ').putHex(0xf).put(' ').putHex(0x10).put(' ');
    buffer.putHex(Integer.MAX_VALUE).put(' ').putDecimal(0).put(' ').putDecimal(Long.MAX_VALUE);

    assertThat(new String(buffer.toBytes(), StandardCharsets.US_ASCII))
        .isEqualTo("0 f 10 7fffffff 0 9223372036854775807");
  }

  private static String naive(
      List<String> names, List<String> values, boolean removesVia, boolean removesA) {
    var named = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equals("Connection")) {
        for (var option : values.get(i).split(",", -1)) {
          named.add(option.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    named.removeAll(Set.of("host", "content-length"));
    var text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      var lower = names.get(i).toLowerCase(Locale.ROOT);
      boolean removed = removesVia && lower.equals("via") || removesA && lower.equals("x-a");
      if (!removed && !HOP_BY_HOP.contains(lower) && !named.contains(lower)) {
        text.append(names.get(i)).append(": ").append(values.get(i)).append("\r\n");
      }
    }
    return text.append("X-Added: 1\r\n").toString();
  }
}
