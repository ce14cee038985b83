package io.weir.main;

import io.weir.dsl.Reading;
import io.weir.dsl.model.Agent;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.WeirConfig;
import io.weir.proxy.admin.Health;
import io.weir.proxy.config.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An edge as it runs: the file that it came from, the proxy, and the admin port. Its methods block,
 * may be called by any thread but an event loop, and take turns.
 */
final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final ConfigFile file;
  private final ProxyServer proxy;
  private final AdminPort admin;
  private final AgentPorts agents;
  private final Wiring wiring;
  private final Routers routers;
  private volatile String running = "";
  private Optional<WeirConfig> config = Optional.empty();

  private Service(ConfigFile file, ProxyServer proxy) {
    this.file = file;
    this.proxy = proxy;
    this.admin = new AdminPort(this, proxy);
    this.wiring = new Wiring(proxy);
    this.agents = new AgentPorts(proxy.vertx(), wiring.own()::percent);
    this.routers = new Routers(wiring::direct, proxy.pulse()::trouble);
    RouterMetrics.show(proxy.metrics(), routers);
  }

  /** Starts the loops; nothing is listened on before a configuration is put in force. */
  static Service start(ConfigFile file) {
    return new Service(file, ProxyServer.start(ProxyServer.defaultLoops()));
  }

  /** Reads the file and puts it in force, or changes nothing. */
  synchronized Outcome load() {
    return load(file.read());
  }

  /** Puts what was read in force, or changes nothing. */
  synchronized Outcome load(ConfigFile.Loaded loaded) {
    return switch (proxy.runnable(loaded.reading())) {
      case Reading.Rejected(var errors) -> new Outcome.Rejected(errors);
      case Reading.Accepted checked -> apply(checked, loaded.text());
    };
  }

  private Outcome apply(Reading.Accepted checked, String text) {
    var next = checked.config();
    boolean isFirst = config.isEmpty();
    var before = places();
    try (var change = admin.prepare(next.admin());
        var agentChange = agents.prepare(next.agents());
        var opened = wiring.open(next)) {
      wiring.check(next);
      var wanted = routers.prepare(next.director());
      wiring.prepare(next);
      var outcome = proxy.apply(checked);
      if (outcome instanceof Outcome.InForce) {
        change.keep();
        agentChange.keep();
        routers.apply(wanted);
        config = Optional.of(next);
        running = text;
        wiring.inForce(next, opened);
        if (!isFirst) {
          tellNew(before);
        }
      } else {
        wiring.stay();
      }
      return outcome;
    } catch (Unavailable e) {
      return new Outcome.Failed(e.diagnostic());
    }
  }

  /** The first places are told by who has started the service. */
  private void tellNew(List<String> before) {
    places().stream().filter(line -> !before.contains(line)).forEach(line -> LOG.info("{}", line));
  }

  /** Puts a text in force, or changes nothing; the file stays as it is. */
  synchronized Outcome apply(String text) {
    return load(file.read(text));
  }

  /** Does something between two configurations: none is put in force meanwhile by others. */
  synchronized <T> T inTurn(Supplier<T> deed) {
    return deed.get();
  }

  /** What is listened on, a line for each place with the port that it got. */
  synchronized List<String> places() {
    var lines = new ArrayList<String>();
    config.ifPresent(inForce -> {
      for (var listener : inForce.listeners()) {
        lines.add("listening on " + at(listener.at(), proxy.port(listener.at())));
      }
      for (var virtual : KernelTable.services(inForce)) {
        lines.add("directing " + virtual.at());
      }
      for (var agent : inForce.agents()) {
        lines.add("agent on " + at(agent.at(), agents.port(agent)));
      }
      inForce
          .admin()
          .ifPresent(it -> lines.add("admin on " + at(it.at(), admin.port().orElseThrow())));
    });
    return lines;
  }

  private static Endpoint at(Endpoint asked, int port) {
    return new Endpoint(asked.host(), port);
  }

  /** The text of the configuration in force. Any thread, at once. */
  String running() {
    return running;
  }

  /** Whether new requests should come here. Any thread, at once. */
  Health health() {
    return proxy.isServing() ? Health.SERVING : Health.DRAINING;
  }

  Routers routers() {
    return routers;
  }

  Wiring wiring() {
    return wiring;
  }

  ProxyServer proxy() {
    return proxy;
  }

  /** The configuration in force. */
  synchronized WeirConfig config() {
    return config.orElseThrow(() -> new IllegalStateException("found no configuration in force"));
  }

  /** The port of the admin's address, if there is one. */
  synchronized OptionalInt adminPort() {
    return admin.port();
  }

  /** The port that an agent of the configuration in force answers at. */
  synchronized int port(Agent agent) {
    return agents.port(agent);
  }

  /** Sees to it that no new connections are sent here; returns when it is so, or soon. */
  void leave() {
    routers.leave();
    wiring.leave();
  }

  @Override
  public synchronized void close() {
    routers.close();
    wiring.close();
    admin.close();
    agents.close();
    proxy.close();
  }
}
