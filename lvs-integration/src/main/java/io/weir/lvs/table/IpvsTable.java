package io.weir.lvs.table;

import java.util.List;

/**
 * The table of a kernel, or what stands for one. Methods block until the kernel has answered; an
 * instance is for the thread that opened it. After an {@link IpvsException} whose failure {@link
 * IpvsFailure#isOfTheKernel() is none of the kernel's} close it and open another.
 */
public interface IpvsTable extends AutoCloseable {
  /** Every service with its servers. */
  TableState read() throws IpvsException;

  /**
   * Makes one change. What is there already is set, and what is gone already need not be deleted;
   * so a change may be repeated whose answer was lost.
   */
  void apply(TableChange change) throws IpvsException;

  /** Sets the counters of every service to 0. */
  void zero() throws IpvsException;

  /** Sets the counters of a service and its servers to 0. */
  void zero(ServiceKey service) throws IpvsException;

  Timeouts timeouts() throws IpvsException;

  /** Sets the time-outs; one of zero stays as it is. */
  void timeouts(Timeouts timeouts) throws IpvsException;

  IpvsInfo info() throws IpvsException;

  /** The daemons that run: none, one of each role at most. */
  List<SyncDaemon> daemons() throws IpvsException;

  void start(SyncDaemon daemon) throws IpvsException;

  /** Stops the daemon of this role; if there is none, nothing happens. */
  void stop(SyncDaemon.Role role) throws IpvsException;

  @Override
  void close();
}
