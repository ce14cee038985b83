package io.weir.lvs.lab;

import com.sun.management.ThreadMXBean;
import io.weir.lvs.genl.KernelIpvsTable;
import io.weir.lvs.table.Claims;
import io.weir.lvs.table.DesiredTable;
import io.weir.lvs.table.DesiredTable.DesiredService;
import io.weir.lvs.table.DesiredTable.Tenure;
import io.weir.lvs.table.Forwarding;
import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.Protocol;
import io.weir.lvs.table.RealServer;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.TableChange;
import io.weir.lvs.table.TableDiff;
import io.weir.lvs.table.VirtualService;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long the kernel that this runs in takes: a table of 1,000 services with 10 servers each is
 * made, read, compared and changed. Prints medians. The table is gone when it ends.
 */
public final class KernelTimes {
  private static final int SERVICES = 1000;
  private static final int SERVERS = 10;

  private KernelTimes() {}

  /** Something to be timed. */
  private interface Work {
    void run() throws IpvsException;
  }

  /** Measures. */
  public static void main(String[] arguments) throws IpvsException {
    try (var table = KernelIpvsTable.open()) {
      var desired = desired();
      var changes = TableDiff.between(table.read(), desired, Claims.NONE);
      long start = System.nanoTime();
      for (var change : changes) {
        table.apply(change);
      }
      double each = (System.nanoTime() - start) / 1e3 / changes.size();
      tell("made " + changes.size() + " services and servers, each", each, "us");
      tell("full read", median(20, table::read), "ms");
      tell(
          "reconcile of 10,000 unchanged servers",
          median(
              20,
              () -> {
                if (!TableDiff.between(table.read(), desired, Claims.NONE).isEmpty()) {
                  throw new IllegalStateException("the table is not as it was made");
                }
              }),
          "ms");
      tell("allocated by a full read", allocated(table::read) / 1e6, "MB");
      var service = desired.services().get(500);
      var server = service.servers().getFirst();
      var weight = new int[1];
      tell(
          "one weight change",
          median(
              2000,
              () ->
                  table.apply(
                      new TableChange.SetServer(
                          service.service().key(), server.weighing(++weight[0])))),
          "ms");
      for (var owned : desired.services()) {
        table.apply(new TableChange.DeleteService(owned.service().key()));
      }
    }
  }

  private static DesiredTable desired() {
    var services = new ArrayList<DesiredService>();
    for (int i = 0; i < SERVICES; i++) {
      var address = InetAddress.ofLiteral("10." + (i >> 8) + "." + (i & 255) + ".1");
      var servers = new ArrayList<RealServer>();
      for (int j = 1; j <= SERVERS; j++) {
        var key = new ServerKey(InetAddress.ofLiteral("192.0.2." + j), 80);
        servers.add(new RealServer(key, new Forwarding.Direct(), 1));
      }
      var service = new VirtualService(new ServiceKey.Place(Protocol.TCP, address, 80), "wlc");
      services.add(new DesiredService(service, servers, Tenure.OWNED));
    }
    return new DesiredTable(services);
  }

  /** Milliseconds; a tenth of the runs goes before, to warm up. */
  private static double median(int runs, Work work) throws IpvsException {
    for (int i = 0; i < runs / 10; i++) {
      work.run();
    }
    var times = new long[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      work.run();
      times[i] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    return times[runs / 2] / 1e6;
  }

  private static long allocated(Work work) throws IpvsException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void tell(String what, double number, String unit) {
    System.out.println(String.format(Locale.ROOT, "%-45s %8.2f %s", what, number, unit));
  }
}
