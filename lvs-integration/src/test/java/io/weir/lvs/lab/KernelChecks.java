package io.weir.lvs.lab;

import io.weir.lvs.genl.KernelIpvsTable;
import io.weir.lvs.table.Family;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.Forwarding.Checksum;
import io.weir.lvs.table.Forwarding.Wrap;
import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.IpvsTable;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.TableChange.AddServer;
import io.weir.lvs.table.TableChange.AddService;
import io.weir.lvs.table.TableChange.DeleteServer;
import io.weir.lvs.table.TableChange.DeleteService;
import io.weir.lvs.table.TableChange.SetServer;
import io.weir.lvs.table.TableChange.SetService;
import io.weir.lvs.table.TableState;
import io.weir.lvs.table.Timeouts;
import io.weir.lvs.table.VirtualService;
import io.weir.lvs.table.VirtualService.Flag;
import io.weir.lvs.table.VirtualService.Persistence;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole command set against the kernel that this runs in, which must be one of the lab's: it
 * has the table to itself. What was made is compared with what ipvsadm makes of it. Prints a line
 * for each check; exits with 1 if one fails.
 */
public final class KernelChecks {
  private static final ServiceKey WEB = place(Protocol.TCP, "192.0.2.100", 80);
  private static final ServiceKey DNS = place(Protocol.UDP, "2001:db8::100", 53);
  private static final ServiceKey SCTP = place(Protocol.SCTP, "192.0.2.100", 132);
  private static final ServiceKey MARK = new ServiceKey.Mark(Family.IPV6, 7);
  private static final Forwarding DIRECT = new Forwarding.Direct();

  private final IpvsTable table;
  private int failed;

  private KernelChecks(IpvsTable table) {
    this.table = table;
  }

  /** Runs them all. */
  public static void main(String[] arguments) throws IOException {
    var table = KernelIpvsTable.open();
    var checks = new KernelChecks(table);
    checks.run();
    table.close();
    System.exit(checks.failed == 0 ? 0 : 1);
  }

  private void run() throws IOException {
    check("the version is told", table.info().version(), "1.2.1");
    check("an empty table is empty", table.read(), TableState.EMPTY);
    services();
    servers();
    reading();
    changing();
    refusals();
    timeouts();
    daemons();
    deleting();
  }

  private void services() throws IOException {
    table.apply(new AddService(new VirtualService(WEB, "wrr")));
    table.apply(
        new AddService(
            new VirtualService(
                DNS,
                "mh",
                Set.of(Flag.ONE_PACKET, Flag.SCHEDULER_1, Flag.SCHEDULER_2),
                Optional.of(new Persistence(Duration.ofMinutes(5), 64)),
                Optional.empty())));
    table.apply(
        new AddService(
            new VirtualService(
                SCTP,
                "sh",
                Set.of(Flag.SCHEDULER_2),
                Optional.of(new Persistence(Duration.ofMinutes(1), 24)),
                Optional.empty())));
    table.apply(new AddService(new VirtualService(MARK, "rr")));
    check(
        "services of every protocol and family are as ipvsadm shows them",
        saved("-A"),
        """
        -A -t 192.0.2.100:80 -s wrr
        -A --sctp-service 192.0.2.100:132 -s sh -p 60 -M 255.255.255.0 -b sh-port
        -A -u [2001:db8::100]:53 -s mh -p 300 -M 64 -o -b mh-fallback,mh-port
        -A -f 7 -6 -s rr
        """);
  }

  private void servers() throws IOException {
    table.apply(new AddServer(WEB, new RealServer(key("192.0.2.11", 80), DIRECT, 100, 1000, 800)));
    table.apply(new AddServer(WEB, new RealServer(key("10.0.0.1", 8080), masquerade(), 0)));
    table.apply(new AddServer(WEB, server("10.0.0.2", new Wrap.Ipip())));
    table.apply(new AddServer(WEB, server("10.0.0.3", new Wrap.Gue(6080, Checksum.FULL))));
    table.apply(new AddServer(WEB, server("10.0.0.4", new Wrap.Gue(6081, Checksum.REMOTE))));
    table.apply(new AddServer(WEB, server("10.0.0.5", new Wrap.Gre(Checksum.NONE))));
    table.apply(new AddServer(WEB, server("2001:db8::11", new Wrap.Ipip())));
    table.apply(new AddServer(DNS, new RealServer(key("2001:db8::12", 53), DIRECT, 65535)));
    check(
        "servers of every kind are as ipvsadm shows them",
        saved("-a"),
        """
        -a -t 192.0.2.100:80 -r 10.0.0.1:8080 -m -w 0
        -a -t 192.0.2.100:80 -r 10.0.0.2:80 -i -w 1 --tun-type ipip
        -a -t 192.0.2.100:80 -r 10.0.0.3:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum
        -a -t 192.0.2.100:80 -r 10.0.0.4:80 -i -w 1 --tun-type gue --tun-port 6081 --tun-remcsum
        -a -t 192.0.2.100:80 -r 10.0.0.5:80 -i -w 1 --tun-type gre --tun-nocsum
        -a -t 192.0.2.100:80 -r 192.0.2.11:80 -g -w 100
        -a -t 192.0.2.100:80 -r [2001:db8::11]:80 -i -w 1 --tun-type ipip
        -a -u [2001:db8::100]:53 -r [2001:db8::12]:53 -g -w 65535
        """);
  }

  private void reading() throws IOException {
    check(
        "thresholds are as ipvsadm shows them",
        run("ipvsadm", "-Ln", "--thresholds")
            .lines()
            .filter(line -> line.contains("192.0.2.11:80"))
            .map(line -> line.strip().replaceAll(" +", " "))
            .findFirst()
            .orElse(""),
        "-> 192.0.2.11:80 1000 800 0 0");
    var read = table.read();
    check("a service is read as it was made", read.services().size(), 4);
    var dns = read.find(DNS).orElseThrow().service();
    check("flags and persistence are read", dns.persistence().orElseThrow().prefix(), 64);
    check("flags are read", dns.flags().size(), 3);
    var gue = read.find(WEB).orElseThrow().find(key("10.0.0.4", 80)).orElseThrow().server();
    check("a tunnel is read", gue, server("10.0.0.4", new Wrap.Gue(6081, Checksum.REMOTE)));
    var direct = read.find(WEB).orElseThrow().find(key("192.0.2.11", 80)).orElseThrow().server();
    check("thresholds are read", direct.upper() + " " + direct.lower(), "1000 800");
    run("ipvsadm", "-A", "-t", "192.0.2.100:5060", "-s", "wlc", "-p", "60");
    var foreign = table.read().find(place(Protocol.TCP, "192.0.2.100", 5060)).orElseThrow();
    check("what ipvsadm makes is read", foreign.service().scheduler(), "wlc");
    run("ipvsadm", "-D", "-t", "192.0.2.100:5060");
  }

  private void changing() throws IOException {
    var lighter = new RealServer(key("192.0.2.11", 80), DIRECT, 7, 1000, 800);
    table.apply(new SetServer(WEB, lighter));
    check("a weight changes and the thresholds stay", find(lighter), lighter);
    table.apply(new AddServer(WEB, lighter.weighing(8)));
    check("a server that is there is set", find(lighter), lighter.weighing(8));
    var fresh = new RealServer(key("192.0.2.12", 80), DIRECT, 3);
    table.apply(new SetServer(WEB, fresh));
    check("a server that is not there is added", find(fresh), fresh);
    var sticky =
        new VirtualService(
            WEB,
            "lc",
            Set.of(),
            Optional.of(new Persistence(Duration.ofSeconds(30), 32)),
            Optional.empty());
    table.apply(new SetService(sticky));
    check("a service changes", table.read().find(WEB).orElseThrow().service(), sticky);
    check("its servers stay", table.read().find(WEB).orElseThrow().servers().size(), 8);
    table.apply(new AddService(new VirtualService(WEB, "wrr")));
    check(
        "a service that is there is set",
        table.read().find(WEB).orElseThrow().service(),
        new VirtualService(WEB, "wrr"));
    table.zero(WEB);
    table.zero();
  }

  private RealServer find(RealServer server) throws IpvsException {
    return table.read().find(WEB).orElseThrow().find(server.key()).orElseThrow().server();
  }

  private void refusals() throws IOException {
    var other = place(Protocol.TCP, "192.0.2.100", 81);
    refused(
        "an unknown scheduler",
        () -> table.apply(new AddService(new VirtualService(other, "nosuch"))),
        "add TCP 192.0.2.100:81 nosuch: the kernel has no ip_vs_nosuch:");
    refused(
        "a server of no service",
        () -> table.apply(new AddServer(other, new RealServer(key("10.0.0.1", 1), DIRECT, 1))),
        "add TCP 192.0.2.100:81 -> 10.0.0.1:1 Route 1: there is no such service");
    refused(
        "a server that is no machine",
        () -> table.apply(new AddServer(WEB, new RealServer(key("224.0.0.1", 1), DIRECT, 1))),
        "add TCP 192.0.2.100:80 -> 224.0.0.1:1 Route 1: the kernel takes no such server");
    refused("counters of no service", () -> table.zero(other), "there is no such service");
    table.apply(new DeleteServer(WEB, key("10.9.9.9", 80)));
    table.apply(new DeleteService(other));
    pass("what is gone need not be deleted");
  }

  private void timeouts() throws IOException {
    var wanted = new Timeouts(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(1));
    table.timeouts(wanted);
    check("time-outs are set and read", table.timeouts(), wanted);
    table.timeouts(new Timeouts(Duration.ZERO, Duration.ofSeconds(31), Duration.ZERO));
    check("a time-out of 0 stays", table.timeouts().tcp(), Duration.ofMinutes(5));
    check(
        "ipvsadm sees them",
        run("ipvsadm", "-L", "--timeout").strip(),
        "Timeout (tcp tcpfin udp): 300 31 60");
  }

  private void daemons() throws IOException {
    var read = table.daemons();
    check("no daemon runs", read, List.of());
    refused(
        "a daemon beside servers of the other family",
        () -> table.start(new SyncDaemon(SyncDaemon.Role.MASTER, "lo", 1)),
        "the kernel takes no such daemon");
    table.apply(new DeleteServer(WEB, key("2001:db8::11", 80)));
    refused(
        "a daemon on no device",
        () -> table.start(new SyncDaemon(SyncDaemon.Role.MASTER, "nosuch0", 1)),
        "sync daemon MASTER on nosuch0: there is no network device \"nosuch0\"");
    table.start(new SyncDaemon(SyncDaemon.Role.MASTER, "lo", 1));
    table.start(
        new SyncDaemon(
            SyncDaemon.Role.BACKUP,
            "lo",
            2,
            Optional.of(InetAddress.ofLiteral("224.0.0.99")),
            9000,
            3,
            1200));
    check("two daemons run", table.daemons().size(), 2);
    var backup =
        table.daemons().stream()
            .filter(daemon -> daemon.role() == SyncDaemon.Role.BACKUP)
            .findFirst()
            .orElseThrow();
    check(
        "a daemon is read as it was started",
        backup.port() + " " + backup.ttl() + " " + backup.maxLength() + " " + backup.id(),
        "9000 3 1200 2");
    refused(
        "a second daemon of a role",
        () -> table.start(new SyncDaemon(SyncDaemon.Role.MASTER, "lo", 1)),
        "there is one already");
    table.stop(SyncDaemon.Role.MASTER);
    table.stop(SyncDaemon.Role.BACKUP);
    table.stop(SyncDaemon.Role.BACKUP);
    check("daemons are stopped", table.daemons(), List.of());
    table.start(new SyncDaemon(SyncDaemon.Role.BACKUP, "lo", 2));
    table.stop(SyncDaemon.Role.BACKUP);
    check("a daemon is stopped before it has run", table.daemons(), List.of());
  }

  private void deleting() throws IOException {
    table.apply(new DeleteServer(WEB, key("10.0.0.1", 8080)));
    check("a server is gone", saved("-r 10.0.0.1:"), "");
    for (var key : List.of(WEB, DNS, SCTP, MARK)) {
      table.apply(new DeleteService(key));
    }
    check("services are gone", run("ipvsadm", "-S", "-n"), "");
  }

  /** What ipvsadm would save, one rule a line, in order; only rules with this in them. */
  private static String saved(String part) throws IOException {
    return run("ipvsadm", "-S", "-n")
        .lines()
        .filter(line -> line.contains(part))
        .map(String::strip)
        .sorted()
        .reduce("", (all, line) -> all + line + "\n");
  }

  private void check(String name, Object found, Object expected) {
    var wanted = expected instanceof String text ? sorted(text) : expected;
    if (wanted.equals(found)) {
      pass(name);
    } else {
      fail(name, "found\n" + found + "\nexpected\n" + wanted);
    }
  }

  private static String sorted(String text) {
    return text.indexOf('\n') < 0
        ? text
        : text.lines().sorted().reduce("", (all, line) -> all + line + "\n");
  }

  /** What should be refused. */
  private interface Attempt {
    void make() throws IpvsException;
  }

  private void refused(String name, Attempt attempt, String text) {
    try {
      attempt.make();
      fail(name, "was not refused");
    } catch (IpvsException e) {
      IpvsFailure failure = e.failure();
      if (failure.text().contains(text)) {
        pass(name + " is refused and explained");
      } else {
        fail(name, "found \"" + failure.text() + "\"; expected \"" + text + "\"");
      }
    }
  }

  private static void pass(String name) {
    System.out.println("ok    " + name);
  }

  private void fail(String name, String why) {
    failed++;
    System.out.println("FAIL  " + name + ": " + why);
  }

  private static String run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static RealServer server(String address, Wrap wrap) {
    return new RealServer(key(address, 80), new Forwarding.Tunnel(wrap), 1);
  }

  private static Forwarding masquerade() {
    return new Forwarding.Masquerade();
  }

  private static ServiceKey place(Protocol protocol, String address, int port) {
    return new ServiceKey.Place(protocol, InetAddress.ofLiteral(address), port);
  }

  private static ServerKey key(String address, int port) {
    return new ServerKey(InetAddress.ofLiteral(address), port);
  }
}
