package io.weir.lvs.genl;

import static io.weir.lvs.genl.Command.DEL_DAEMON;
import static io.weir.lvs.genl.Command.DEL_DEST;
import static io.weir.lvs.genl.Command.DEL_SERVICE;
import static io.weir.lvs.genl.Command.GET_CONFIG;
import static io.weir.lvs.genl.Command.GET_DAEMON;
import static io.weir.lvs.genl.Command.GET_DEST;
import static io.weir.lvs.genl.Command.GET_INFO;
import static io.weir.lvs.genl.Command.GET_SERVICE;
import static io.weir.lvs.genl.Command.NEW_DAEMON;
import static io.weir.lvs.genl.Command.NEW_DEST;
import static io.weir.lvs.genl.Command.NEW_SERVICE;
import static io.weir.lvs.genl.Command.SET_CONFIG;
import static io.weir.lvs.genl.Command.SET_DEST;
import static io.weir.lvs.genl.Command.SET_SERVICE;
import static io.weir.lvs.genl.Command.ZERO;

import io.weir.lvs.libc.Errno;
import io.weir.lvs.netlink.AttributeWriter;
import io.weir.lvs.netlink.GenericFamily;
import io.weir.lvs.netlink.NetlinkException;
import io.weir.lvs.netlink.NetlinkFailure;
import io.weir.lvs.netlink.NetlinkSocket;
import io.weir.lvs.table.IpvsException;
import io.weir.lvs.table.IpvsFailure;
import io.weir.lvs.table.IpvsInfo;
import io.weir.lvs.table.IpvsTable;
import io.weir.lvs.table.ServerKey;
import io.weir.lvs.table.ServiceKey;
import io.weir.lvs.table.SyncDaemon;
import io.weir.lvs.table.TableChange;
import io.weir.lvs.table.TableState;
import io.weir.lvs.table.TableState.ServerState;
import io.weir.lvs.table.TableState.ServiceState;
import io.weir.lvs.table.Timeouts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The table of the kernel that this thread's network namespace has. Opened and used by one platform
 * thread.
 */
public final class KernelIpvsTable implements IpvsTable {
  private final NetlinkSocket socket;
  private final GenericFamily family;

  private KernelIpvsTable(NetlinkSocket socket, GenericFamily family) {
    this.socket = socket;
    this.family = family;
  }

  /** Opens the table, which has the kernel load IPVS if it can. */
  public static KernelIpvsTable open() throws IpvsException {
    try {
      var socket = NetlinkSocket.open(NetlinkSocket.GENERIC, NetlinkSocket.TIMEOUT);
      try {
        return new KernelIpvsTable(
            socket, GenericFamily.find(socket, Messages.FAMILY, Messages.VERSION));
      } catch (NetlinkException e) {
        socket.close();
        throw e;
      }
    } catch (NetlinkException e) {
      if (hasErrno(e, Errno.ENOENT)) {
        throw new IpvsException(new IpvsFailure.NoIpvs());
      }
      throw new IpvsException(Explanation.of("open IPVS", e.failure()));
    }
  }

  @Override
  public TableState read() throws IpvsException {
    return asked(
        "read services",
        () -> {
          // A table that changes meanwhile may be listed with a service twice.
          var services = new LinkedHashMap<ServiceKey, ServiceState>();
          for (var read :
              family.dump(socket, family.message(GET_SERVICE.number()), Messages::service)) {
            if (read.isPresent()) {
              var service = read.get().service();
              var servers = servers(service.key());
              services.putIfAbsent(
                  service.key(), new ServiceState(service, read.get().counters(), servers));
            }
          }
          return new TableState(new ArrayList<>(services.values()));
        });
  }

  /** No servers if the service has gone: the kernel then lists none, without an error. */
  private List<ServerState> servers(ServiceKey service) throws NetlinkException {
    var servers = new LinkedHashMap<ServerKey, ServerState>();
    var question = Messages.about(family.message(GET_DEST.number()), service);
    for (var read :
        family.dump(socket, question, payload -> Messages.server(payload, service.family()))) {
      read.ifPresent(server -> servers.putIfAbsent(server.server().key(), server));
    }
    return List.copyOf(servers.values());
  }

  @Override
  public void apply(TableChange change) throws IpvsException {
    try {
      make(change);
    } catch (NetlinkException e) {
      throw new IpvsException(Explanation.of(change, e.failure()));
    }
  }

  private void make(TableChange change) throws NetlinkException {
    switch (change) {
      case TableChange.AddService(var service) ->
          tellOr(
              Messages.service(message(NEW_SERVICE), service),
              Errno.EEXIST,
              Messages.service(message(SET_SERVICE), service));
      case TableChange.SetService(var service) ->
          tellOr(
              Messages.service(message(SET_SERVICE), service),
              Errno.ESRCH,
              Messages.service(message(NEW_SERVICE), service));
      case TableChange.DeleteService(var key) ->
          tellUnless(Messages.about(message(DEL_SERVICE), key), Errno.ESRCH, Errno.ESRCH);
      case TableChange.AddServer(var of, var server) ->
          tellOr(
              Messages.server(message(NEW_DEST), of, server),
              Errno.EEXIST,
              Messages.server(message(SET_DEST), of, server));
      case TableChange.SetServer(var of, var server) ->
          tellOr(
              Messages.server(message(SET_DEST), of, server),
              Errno.ENOENT,
              Messages.server(message(NEW_DEST), of, server));
      case TableChange.DeleteServer(var of, var key) ->
          tellUnless(Messages.about(message(DEL_DEST), of, key), Errno.ENOENT, Errno.ESRCH);
    }
  }

  private AttributeWriter message(Command command) {
    return family.message(command.number());
  }

  private void tellOr(AttributeWriter message, Errno unless, AttributeWriter instead)
      throws NetlinkException {
    try {
      family.tell(socket, message);
    } catch (NetlinkException e) {
      if (!hasErrno(e, unless)) {
        throw e;
      }
      family.tell(socket, instead);
    }
  }

  private void tellUnless(AttributeWriter message, Errno one, Errno other) throws NetlinkException {
    try {
      family.tell(socket, message);
    } catch (NetlinkException e) {
      if (!hasErrno(e, one) && !hasErrno(e, other)) {
        throw e;
      }
    }
  }

  @Override
  public void zero() throws IpvsException {
    told("zero the counters", message(ZERO));
  }

  @Override
  public void zero(ServiceKey service) throws IpvsException {
    told("zero the counters of " + service, Messages.about(message(ZERO), service));
  }

  @Override
  public Timeouts timeouts() throws IpvsException {
    return asked(
        "read time-outs",
        () -> single(family.ask(socket, message(GET_CONFIG), Messages::timeouts), "time-outs"));
  }

  @Override
  public void timeouts(Timeouts timeouts) throws IpvsException {
    told("set time-outs", Messages.timeouts(message(SET_CONFIG), timeouts));
  }

  @Override
  public IpvsInfo info() throws IpvsException {
    return asked(
        "ask for the version",
        () -> single(family.ask(socket, message(GET_INFO), Messages::info), "a version"));
  }

  @Override
  public List<SyncDaemon> daemons() throws IpvsException {
    return asked("read daemons", () -> family.dump(socket, message(GET_DAEMON), Messages::daemon));
  }

  @Override
  public void start(SyncDaemon daemon) throws IpvsException {
    try {
      family.tell(socket, Messages.daemon(message(NEW_DAEMON), daemon));
    } catch (NetlinkException e) {
      throw new IpvsException(Explanation.of(daemon, e.failure()));
    }
  }

  @Override
  public void stop(SyncDaemon.Role role) throws IpvsException {
    asked(
        "stop the sync daemon " + role,
        () -> {
          try {
            tellUnless(Messages.daemon(message(DEL_DAEMON), role), Errno.ESRCH, Errno.ESRCH);
          } catch (NetlinkException e) {
            // A thread that is stopped before it ran makes kthread_stop() say EINTR, and to that
            // the
            // kernel sends no answer (netlink_rcv_skb() in net/netlink/af_netlink.c).
            if (!(e.failure() instanceof NetlinkFailure.NoAnswer) || runs(role)) {
              throw e;
            }
          }
          return role;
        });
  }

  private boolean runs(SyncDaemon.Role role) throws NetlinkException {
    return family.dump(socket, message(GET_DAEMON), Messages::daemon).stream()
        .anyMatch(daemon -> daemon.role() == role);
  }

  @Override
  public void close() {
    socket.close();
  }

  /** A question to the kernel. */
  private interface Question<T> {
    T ask() throws NetlinkException;
  }

  private static <T> T asked(String command, Question<T> question) throws IpvsException {
    try {
      return question.ask();
    } catch (NetlinkException e) {
      throw new IpvsException(Explanation.of(command, e.failure()));
    }
  }

  private void told(String command, AttributeWriter message) throws IpvsException {
    asked(
        command,
        () -> {
          family.tell(socket, message);
          return command;
        });
  }

  private static <T> T single(List<T> answers, String what) throws NetlinkException {
    if (answers.isEmpty()) {
      throw NetlinkException.malformed("an answer without " + what);
    }
    return answers.getFirst();
  }

  private static boolean hasErrno(NetlinkException thrown, Errno errno) {
    return thrown.failure() instanceof NetlinkFailure.Refused(var found, _) && found.equals(errno);
  }
}
