package io.weir.main;

import io.vertx.core.Future;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds all addresses of a host name, by the machine's hosts file or DNS. What DNS says is kept as
 * long as it allows, but no longer than {@link #PERIOD}; only names of the configuration are ever
 * asked for, so what is kept is bounded by it. Any thread.
 *
 * @param hosts looks into the hosts file
 * @param resolver asks for what that has not
 */
record HostNames(
    Function<String, Future<List<InetAddress>>> hosts,
    Function<String, Future<List<InetSocketAddress>>> resolver)
    implements Function<String, Future<List<InetAddress>>> {
  /** How long is known what the hosts file says. */
  static final Duration PERIOD = Duration.ofSeconds(30);

  private static final List<InetAddress> LOOPBACK =
      List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

  /** What this machine knows of names. */
  static HostNames of(VertxInternal vertx) {
    var hosts =
        new HostsFile(Path.of("/etc/hosts"), PERIOD, work -> vertx.executeBlocking(work, false));
    return new HostNames(hosts, vertx.nameResolver()::resolveAll);
  }

  /** How names are kept; an answer of several addresses begins with another one each time. */
  static AddressResolverOptions options() {
    return new AddressResolverOptions()
        .setCacheMaxTimeToLive((int) PERIOD.toSeconds())
        .setHostsRefreshPeriodUnit(TimeUnit.SECONDS)
        .setHostsRefreshPeriod((int) PERIOD.toSeconds())
        .setRoundRobinInetAddress(true);
  }

  @Override
  public Future<List<InetAddress>> apply(String host) {
    return isLocalhost(host)
        ? Future.succeededFuture(LOOPBACK)
        : hosts
            .apply(host)
            .compose(found -> found.isEmpty() ? asked(host) : Future.succeededFuture(found));
  }

  private Future<List<InetAddress>> asked(String host) {
    return resolver
        .apply(host)
        .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
  }

  /** RFC 6761 6.3: such names are loopback addresses, whatever the hosts file leaves out. */
  private static boolean isLocalhost(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }
}
