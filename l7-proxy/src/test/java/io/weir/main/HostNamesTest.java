package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress TWO = InetAddress.ofLiteral("2001:db8::1");

  private final HostNames names =
      new HostNames(
          host -> Future.succeededFuture(host.equals("db") ? List.of(TWO) : List.of()),
          _ ->
              Future.succeededFuture(
                  List.of(new InetSocketAddress(ONE, 0), new InetSocketAddress(TWO, 0))));

  @Test
  void findsAllAddressesOfAName() {
    assertThat(names.apply("app.internal").result()).containsExactly(ONE, TWO);
    assertThat(names.apply("localhost.example").result()).containsExactly(ONE, TWO);
  }

  @Test
  void asksForNothingThatTheHostsFileSays() {
    assertThat(names.apply("db").result()).containsExactly(TWO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost", "app.localhost"})
  void takesLocalhostForBothLoopbackAddresses(String host) {
    assertThat(names.apply(host).result())
        .containsExactly(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
  }
}
