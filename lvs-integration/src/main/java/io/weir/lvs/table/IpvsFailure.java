package io.weir.lvs.table;

/** Why the kernel's table could not be read or changed, in words that say what to do. */
public sealed interface IpvsFailure {
  /** In one line: what was asked, what is wrong and, if that is known, what to do. */
  String text();

  /** Whether the kernel has answered, so that it can be asked again at once. */
  default boolean isOfTheKernel() {
    return true;
  }

  /** The kernel has no IPVS. */
  record NoIpvs() implements IpvsFailure {
    @Override
    public String text() {
      return "no IPVS in this kernel: load ip_vs (modprobe ip_vs)";
    }
  }

  /** The process may not. */
  record NotPermitted(String command) implements IpvsFailure {
    @Override
    public String text() {
      return command
          + ": needs CAP_NET_ADMIN in the initial user namespace: run as root, or give the service"
          + " AmbientCapabilities=CAP_NET_ADMIN; a rootless container never has it";
    }
  }

  /** There is no such service. */
  record NoService(String command) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": there is no such service";
    }
  }

  /** There is no such server in the service. */
  record NoServer(String command) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": there is no such server in the service";
    }
  }

  /** A module that is needed beside that of IPVS is not there. */
  record NoModule(String command, String module) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": the kernel has no " + module + ": load it (modprobe " + module + ")";
    }
  }

  /** There is one already. */
  record Exists(String command) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": there is one already";
    }
  }

  /** There is no such network device. */
  record NoDevice(String command, String device) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": there is no network device \"" + device + "\"";
    }
  }

  /**
   * The kernel does not take a value.
   *
   * @param why what is likely wrong
   */
  record BadValue(String command, String why) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": " + why;
    }
  }

  /** The kernel has no IPv6. */
  record NoIpv6(String command) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": IPv6 is off in this kernel";
    }
  }

  /** Another error. */
  record Refused(String command, String error) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": the kernel refused: " + error;
    }
  }

  /** The kernel did not answer, or not so that it could be understood. */
  record NoAnswer(String command, String why) implements IpvsFailure {
    @Override
    public String text() {
      return command + ": " + why;
    }

    @Override
    public boolean isOfTheKernel() {
      return false;
    }
  }
}
