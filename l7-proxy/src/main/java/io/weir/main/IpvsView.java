package io.weir.main;

import io.weir.lvs.genl.KernelIpvsTable;
import io.weir.lvs.list.ProcTable;
import io.weir.lvs.table.Counters;
import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.VirtualService;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The kernel's table as a command shows it.
 *
 * @param isCounted whether the counters are the kernel's; otherwise they are 0
 */
record IpvsView(List<Service> services, boolean isCounted) {
  /** As ipvsadm has it: marks last, then by protocol, address and port. */
  private static final Comparator<ServiceKey> BY_PLACE =
      Comparator.comparing(
              (ServiceKey key) -> key instanceof ServiceKey.Mark(_, var mark) ? mark : 0,
              Integer::compareUnsigned)
          .thenComparing(ServiceKey::family)
          .thenComparing(IpvsView::octets, Arrays::compareUnsigned);

  private static final Comparator<ServerState> BY_ADDRESS =
      Comparator.comparing(
              (ServerState it) -> it.server().key().address().getAddress(), Arrays::compareUnsigned)
          .thenComparingInt(it -> it.server().key().port());

  IpvsView {
    services =
        services.stream().sorted(Comparator.comparing(it -> it.service().key(), BY_PLACE)).toList();
  }

  /** Protocol, address and port, one behind the other. */
  private static byte[] octets(ServiceKey key) {
    return switch (key) {
      case ServiceKey.Place(var protocol, var address, var port) -> {
        var octets = address.getAddress();
        var all = ByteBuffer.allocate(1 + octets.length + Short.BYTES);
        yield all.put((byte) protocol.number()).put(octets).putShort((short) port).array();
      }
      case ServiceKey.Mark _ -> new byte[0];
    };
  }

  /**
   * A service and its servers.
   *
   * @param isPersistent true also where it is not known for how long
   */
  record Service(
      VirtualService service, boolean isPersistent, Counters counters, List<ServerState> servers) {
    Service {
      servers = servers.stream().sorted(BY_ADDRESS).toList();
    }
  }

  /** The table as well as this process may see it. */
  static IpvsView read() {
    try {
      return counted();
    } catch (IpvsException e) {
      if (!(e.failure() instanceof IpvsFailure.NotPermitted)) {
        throw new Failure(e.failure().text());
      }
      return shownToEverybody();
    }
  }

  /** The table with all that the kernel counts. */
  static IpvsView readCounted() {
    try {
      return counted();
    } catch (IpvsException e) {
      throw new Failure(e.failure().text());
    }
  }

  private static IpvsView counted() throws IpvsException {
    try (var table = KernelIpvsTable.open()) {
      var services =
          table.read().services().stream()
              .map(it ->
                  new Service(
                      it.service(),
                      it.service().persistence().isPresent(),
                      it.counters(),
                      it.servers()))
              .toList();
      return new IpvsView(services, true);
    }
  }

  private static IpvsView shownToEverybody() {
    try {
      var services =
          ProcTable.parse(Files.readAllLines(Path.of(ProcTable.FILE))).stream()
              .map(it -> new Service(it.service(), it.isPersistent(), Counters.ZERO, it.servers()))
              .toList();
      return new IpvsView(services, false);
    } catch (NoSuchFileException _) {
      throw new Failure(new IpvsFailure.NoIpvs().text());
    } catch (IOException e) {
      throw new Failure("cannot read '" + ProcTable.FILE + "': " + e.getMessage());
    }
  }
}
