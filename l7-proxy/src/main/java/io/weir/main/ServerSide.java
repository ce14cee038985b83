package io.weir.main;

import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Registration;
import io.weir.dsl.model.WeirConfig;
import io.weir.lvs.address.LoopbackKeeper;
import io.weir.lvs.address.ServerAdvice;
import io.weir.lvs.address.ServerAdvice.Machine;
import io.weir.lvs.address.ServerAdvice.Served;
import io.weir.lvs.address.Sysctls;
import io.weir.lvs.table.AddressText;
import io.weir.proxy.config.Unavailable;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this machine take in packets for virtual addresses that it serves as a real server, where the
 * configuration asks for that, and tells what is missing where it does not. Methods take turns, and
 * may be called by any thread but an event loop.
 */
final class ServerSide implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSide.class);

  /** A machine that is just starting all it has may take long to load native code. */
  private static final long PATIENCE_SECONDS = 30;

  private final Set<String> told = new HashSet<>();
  private Optional<WeirConfig> config = Optional.empty();
  private @Nullable LoopbackKeeper keeper;

  /** Has what both configurations want, for a moment. */
  synchronized void prepare(WeirConfig next) throws Unavailable {
    var asking = asking(next);
    if (asking.isEmpty()) {
      return;
    }
    var addresses = addresses(next);
    config.ifPresent(now -> addresses.addAll(addresses(now)));
    try {
      want(addresses, isQuiet(next) || config.filter(ServerSide::isQuiet).isPresent());
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new Unavailable(text(cause), asking.getFirst().span(), cause);
    }
  }

  /** Goes back to what the configuration in force wants: the next one came to nothing. */
  synchronized void stay() {
    settle();
  }

  /** Has what this configuration wants and nothing else. */
  synchronized void inForce(WeirConfig next) {
    config = Optional.of(next);
    settle();
    advice(next).stream().filter(told::add).forEach(line -> LOG.warn("{}", line));
  }

  /** What this machine lacks for the registrations of a configuration; a line each. */
  static List<String> advice(WeirConfig config) {
    var held = held(config);
    var lines = new LinkedHashSet<String>();
    for (var registration : config.asServer()) {
      var address = address(registration);
      boolean isSeenTo = registration.vip().filter(Registration.Vip::isQuiet).isPresent();
      if (!isSeenTo && !held.contains(address)) {
        var machine = machine(registration);
        served(registration).ifPresent(served -> lines.addAll(ServerAdvice.on(served, machine)));
      }
    }
    return List.copyOf(lines);
  }

  /** Addresses of the configuration's own virtual routers come and go with their role. */
  private static Set<InetAddress> held(WeirConfig config) {
    return config.director().stream()
        .flatMap(director -> director.routers().stream())
        .flatMap(router -> router.addresses().stream())
        .map(it -> InetAddress.ofLiteral(it.address()))
        .collect(Collectors.toSet());
  }

  private static Optional<Served> served(Registration registration) {
    return switch (registration.forward()) {
      case Forward.Nat _ -> Optional.empty();
      case Forward.Direct _ -> Optional.of(new Served(address(registration), true, false));
      case Forward.Tunnel _ -> Optional.of(new Served(address(registration), true, true));
    };
  }

  /** The machine as it is when Weir has done for a registration what it is asked to. */
  private static Machine machine(Registration registration) {
    var interfaces = new HashMap<String, Set<InetAddress>>();
    try {
      for (var one : NetworkInterface.networkInterfaces().toList()) {
        interfaces.put(
            one.getName(),
            one.inetAddresses()
                .map(ServerSide::withoutScope)
                .collect(Collectors.toCollection(HashSet::new)));
      }
    } catch (SocketException e) {
      LOG.debug("cannot list interfaces", e);
    }
    if (registration.vip().isPresent()) {
      interfaces.computeIfAbsent("lo", _ -> new HashSet<>()).add(address(registration));
    }
    return new Machine(interfaces, Sysctls.KERNEL);
  }

  private static InetAddress withoutScope(InetAddress address) {
    return AddressText.address(address.getAddress());
  }

  private void settle() {
    if (keeper == null && !LoopbackKeeper.isLeftBehind()) {
      return;
    }
    try {
      want(
          config.map(ServerSide::addresses).orElse(Set.of()),
          config.filter(ServerSide::isQuiet).isPresent());
    } catch (CompletionException e) {
      LOG.error("{}", text(e.getCause() == null ? e : e.getCause()));
    }
  }

  private static String text(Throwable cause) {
    return cause instanceof TimeoutException
        ? "lo could not be prepared within " + PATIENCE_SECONDS + " s"
        : String.valueOf(cause.getMessage());
  }

  private void want(Set<InetAddress> addresses, boolean isQuiet) {
    var now = keeper;
    if (now == null) {
      now = new LoopbackKeeper(Sysctls.KERNEL, new Told());
      keeper = now;
    }
    now.want(addresses, isQuiet).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static List<Registration> asking(WeirConfig config) {
    return config.asServer().stream().filter(it -> it.vip().isPresent()).toList();
  }

  private static Set<InetAddress> addresses(WeirConfig config) {
    return asking(config).stream()
        .map(ServerSide::address)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean isQuiet(WeirConfig config) {
    return asking(config).stream().anyMatch(it -> it.vip().orElseThrow().isQuiet());
  }

  private static InetAddress address(Registration registration) {
    return InetAddress.ofLiteral(registration.of().endpoint().host());
  }

  @Override
  public synchronized void close() {
    if (keeper != null) {
      keeper.close();
      keeper = null;
    }
  }

  /** Writes to the log what is done. */
  private static final class Told implements LoopbackKeeper.Listener {
    @Override
    public void changed(String what) {
      LOG.info("{}", what);
    }

    @Override
    public void failed(String why) {
      LOG.error("{}", why);
    }
  }
}
