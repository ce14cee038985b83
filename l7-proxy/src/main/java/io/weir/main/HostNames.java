package io.weir.main;

import io.vertx.core.Future;
import io.vertx.core.dns.AddressResolverOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds all addresses of a host name, by the machine's hosts file and DNS. What DNS says is kept as
 * long as it allows, but no longer than {@link #LONGEST_SECONDS}; only names of the configuration
 * are ever asked for, so what is kept is bounded by it. Any thread.
 *
 * @param resolver asks
 */
record HostNames(Function<String, Future<List<InetSocketAddress>>> resolver)
    implements Function<String, Future<List<InetAddress>>> {
  private static final int LONGEST_SECONDS = 30;
  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  /** How names are kept; an answer of several addresses begins with another one each time. */
  static AddressResolverOptions options() {
    return new AddressResolverOptions()
        .setCacheMaxTimeToLive(LONGEST_SECONDS)
        .setHostsRefreshPeriodUnit(TimeUnit.SECONDS)
        .setHostsRefreshPeriod(LONGEST_SECONDS)
        .setRoundRobinInetAddress(true);
  }

  @Override
  public Future<List<InetAddress>> apply(String host) {
    return isLocalhost(host)
        ? Future.succeededFuture(LOOPBACK)
        : resolver.apply(host).map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
  }

  /** RFC 6761 6.3: such names are loopback addresses, whatever the hosts file leaves out. */
  private static boolean isLocalhost(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }
}
