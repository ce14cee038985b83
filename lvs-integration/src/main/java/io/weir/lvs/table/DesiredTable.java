package io.weir.lvs.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Weir wants of the kernel's table. Services that are not named here are not its business.
 *
 * @param services no two have one key
 * @param unwanted services that must not be there, whoever has made them
 * @param settings what is wanted beside the table
 */
public record DesiredTable(
    List<DesiredService> services, Set<ServiceKey> unwanted, KernelSettings settings) {
  public static final DesiredTable NOTHING = new DesiredTable(List.of());

  public DesiredTable {
    services = List.copyOf(services);
    unwanted = Set.copyOf(unwanted);
    var keys = new HashSet<ServiceKey>();
    for (var service : services) {
      if (!keys.add(service.service().key())) {
        throw new IllegalArgumentException("found " + service.service().key() + " twice");
      }
    }
  }

  /** Services that are to be there. */
  public DesiredTable(List<DesiredService> services) {
    this(services, Set.of());
  }

  /** Services that are to be there, and others that are not. */
  public DesiredTable(List<DesiredService> services, Set<ServiceKey> unwanted) {
    this(services, unwanted, KernelSettings.NONE);
  }

  /** The same table with other settings beside it. */
  public DesiredTable with(KernelSettings other) {
    return new DesiredTable(services, unwanted, other);
  }

  /** Whether nothing is asked for, neither that something is there nor that it is not. */
  public boolean isEmpty() {
    return services.isEmpty() && unwanted.isEmpty() && settings.isEmpty();
  }

  /**
   * A service that is to be there.
   *
   * @param servers no two have one key
   */
  public record DesiredService(VirtualService service, List<RealServer> servers, Tenure tenure) {
    public DesiredService {
      servers = List.copyOf(servers);
    }
  }

  /** Whose a service is. */
  public enum Tenure {
    /** Weir's: its settings and its servers are as Weir says, and no others. */
    OWNED,
    /**
     * Someone else's, that Weir is a guest in: its settings and other servers stay as they are. If
     * it is not there Weir makes it.
     */
    SHARED
  }
}
