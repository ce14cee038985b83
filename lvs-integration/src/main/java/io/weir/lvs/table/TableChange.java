package io.weir.lvs.table;

/** One change of the kernel's table, which the kernel makes whole or not at all. */
public sealed interface TableChange {
  /** Which service it is about. */
  ServiceKey of();

  /** A new service. */
  record AddService(VirtualService service) implements TableChange {
    @Override
    public ServiceKey of() {
      return service.key();
    }

    @Override
    public String toString() {
      return "add " + service.key() + " " + service.scheduler();
    }
  }

  /** A service that is there gets these settings; its servers and connections stay. */
  record SetService(VirtualService service) implements TableChange {
    @Override
    public ServiceKey of() {
      return service.key();
    }

    @Override
    public String toString() {
      return "set " + service.key() + " " + service.scheduler();
    }
  }

  /** A service and its servers leave the table. */
  record DeleteService(ServiceKey of) implements TableChange {
    @Override
    public String toString() {
      return "delete " + of;
    }
  }

  /** A new server of a service. */
  record AddServer(ServiceKey of, RealServer server) implements TableChange {
    @Override
    public String toString() {
      return "add " + text(of, server);
    }
  }

  /** A server gets these settings, all of them: the kernel keeps none of the old ones. */
  record SetServer(ServiceKey of, RealServer server) implements TableChange {
    @Override
    public String toString() {
      return "set " + text(of, server);
    }
  }

  /** A server leaves a service. */
  record DeleteServer(ServiceKey of, ServerKey server) implements TableChange {
    @Override
    public String toString() {
      return "delete " + of + " -> " + server;
    }
  }

  private static String text(ServiceKey of, RealServer server) {
    return of + " -> " + server.key() + " " + server.forwarding().word() + " " + server.weight();
  }
}
