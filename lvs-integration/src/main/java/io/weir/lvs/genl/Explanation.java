package io.weir.lvs.genl;

import io.weir.lvs.libc.Errno;
import io.weir.lvs.netlink.NetlinkFailure;
import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.TableChange;
import io.weir.lvs.table.VirtualService;

/** What an error number of the kernel's means for each command (ip_vs_ctl.c). Pure. */
final class Explanation {
  private Explanation() {}

  /** Of a change of the table. */
  static IpvsFailure of(TableChange change, NetlinkFailure failure) {
    var command = change.toString();
    if (!(failure instanceof NetlinkFailure.Refused(var errno, _))) {
      return of(command, failure);
    }
    return switch (change) {
      case TableChange.AddService(var service) -> ofService(command, service, errno, failure);
      case TableChange.SetService(var service) -> ofService(command, service, errno, failure);
      case TableChange.DeleteService _ -> of(command, failure);
      case TableChange.AddServer _ -> ofServer(command, errno, failure);
      case TableChange.SetServer _ -> ofServer(command, errno, failure);
      case TableChange.DeleteServer _ -> ofServer(command, errno, failure);
    };
  }

  private static IpvsFailure ofService(
      String command, VirtualService service, Errno errno, NetlinkFailure failure) {
    if (errno.equals(Errno.ENOENT)) {
      var engine = service.engine().map(name -> " or ip_vs_pe_" + name).orElse("");
      return new IpvsFailure.NoModule(command, "ip_vs_" + service.scheduler() + engine);
    }
    if (errno.equals(Errno.EINVAL)) {
      return new IpvsFailure.BadValue(
          command,
          "the kernel takes no such service: a prefix goes from 1 to "
              + service.key().family().bits());
    }
    return of(command, failure);
  }

  private static IpvsFailure ofServer(String command, Errno errno, NetlinkFailure failure) {
    if (errno.equals(Errno.ENOENT)) {
      return new IpvsFailure.NoServer(command);
    }
    if (errno.equals(Errno.EINVAL)) {
      return new IpvsFailure.BadValue(
          command,
          "the kernel takes no such server: its address must be one that packets can be sent to"
              + " (is there a route?), only a tunnel leads from IPv4 to IPv6, and not while a sync"
              + " daemon runs");
    }
    if (errno.equals(Errno.ERANGE)) {
      return new IpvsFailure.BadValue(
          command, "a weight is 0 or more, and the lower threshold not above the upper one");
    }
    return of(command, failure);
  }

  /** Of starting or stopping a daemon. */
  static IpvsFailure of(SyncDaemon daemon, NetlinkFailure failure) {
    var command = "sync daemon " + daemon.role() + " on " + daemon.device();
    if (failure instanceof NetlinkFailure.Refused(var errno, _)) {
      if (errno.equals(Errno.ENODEV)) {
        return new IpvsFailure.NoDevice(command, daemon.device());
      }
      if (errno.equals(Errno.EINVAL)) {
        return new IpvsFailure.BadValue(
            command,
            "the kernel takes no such daemon: the group is a multicast address, and no service may"
                + " have servers of the other family");
      }
    }
    return of(command, failure);
  }

  /** Of any other command. */
  static IpvsFailure of(String command, NetlinkFailure failure) {
    return switch (failure) {
      case NetlinkFailure.Refused(var errno, _) -> ofErrno(command, errno, failure);
      case NetlinkFailure.NoSocket _,
          NetlinkFailure.NoAnswer _,
          NetlinkFailure.Overrun _,
          NetlinkFailure.Interrupted _,
          NetlinkFailure.Malformed _ ->
          new IpvsFailure.NoAnswer(command, failure.text());
    };
  }

  private static IpvsFailure ofErrno(String command, Errno errno, NetlinkFailure failure) {
    if (errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES)) {
      return new IpvsFailure.NotPermitted(command);
    }
    if (errno.equals(Errno.ESRCH)) {
      return new IpvsFailure.NoService(command);
    }
    if (errno.equals(Errno.EEXIST)) {
      return new IpvsFailure.Exists(command);
    }
    if (errno.equals(Errno.EAFNOSUPPORT)) {
      return new IpvsFailure.NoIpv6(command);
    }
    return new IpvsFailure.Refused(command, failure.text());
  }
}
