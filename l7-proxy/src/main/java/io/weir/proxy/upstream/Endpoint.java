package io.weir.proxy.upstream;

import io.netty.util.NetUtil;
import io.weir.proxy.exchange.Loop;
import io.weir.proxy.failure.ProxyFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server of one pool: what every loop shares of it, and each loop's kept connections. Outlives
 * snapshots: it is known by pool and address.
 */
final class Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

  private final String pool;
  private final io.weir.dsl.model.Endpoint at;
  private final String name;
  private final @Nullable InetSocketAddress address;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Outage outage = new Outage();
  private final IdleConnections[] idle;
  private volatile boolean retired;
  private volatile int number;
  private volatile boolean prefersIpv6;

  Endpoint(String pool, io.weir.dsl.model.Endpoint at, List<Loop> loops) {
    this.pool = pool;
    this.at = at;
    this.name = at.toString();
    this.address = literal(at);
    this.idle = new IdleConnections[loops.size()];
    for (int i = 0; i < idle.length; i++) {
      idle[i] = new IdleConnections(this, loops.get(i));
    }
  }

  String pool() {
    return pool;
  }

  String name() {
    return name;
  }

  String host() {
    return at.host();
  }

  int port() {
    return at.port();
  }

  /** The address, or null if the host is a name that has to be resolved. */
  @Nullable InetSocketAddress address() {
    return address;
  }

  /** Whether the last connection that had a choice of families came about by IPv6. */
  boolean prefersIpv6() {
    return prefersIpv6;
  }

  void prefersIpv6(boolean has) {
    if (prefersIpv6 != has) {
      prefersIpv6 = has;
    }
  }

  /** What the observer calls it. */
  int number() {
    return number;
  }

  void number(int given) {
    number = given;
  }

  AtomicInteger inFlight() {
    return inFlight;
  }

  /** Whether it takes connections. */
  Outage outage() {
    return outage;
  }

  /** There was no connection to it. */
  void refused(ProxyFailure why) {
    if (outage.failed(System.nanoTime())) {
      LOG.warn("{} of pool {} is passed over for now: {}", name, pool, why.getMessage());
    }
  }

  /** It took a connection, or answered on one. */
  void answered() {
    if (outage.ended()) {
      LOG.info("{} of pool {} takes requests again", name, pool);
    }
  }

  /** The connections that a loop keeps. */
  IdleConnections idle(Loop loop) {
    return idle[loop.index()];
  }

  IdleConnections[] idle() {
    return idle;
  }

  /** Whether no snapshot names it any more, so that its connections are not kept. */
  boolean isRetired() {
    return retired;
  }

  /** Keeps no connection any more, and closes those it has. */
  void retire() {
    retired = true;
    for (var connections : idle) {
      connections.loop().execute(connections::closeAll);
    }
  }

  /** Is named by a snapshot again. */
  void revive() {
    retired = false;
  }

  private static @Nullable InetSocketAddress literal(io.weir.dsl.model.Endpoint at) {
    var bytes = NetUtil.createByteArrayFromIpAddressString(at.host());
    if (bytes == null) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), at.port());
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 bytes are always an address", e);
    }
  }
}
