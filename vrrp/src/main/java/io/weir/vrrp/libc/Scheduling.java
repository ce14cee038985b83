package io.weir.vrrp.libc;

/** How the kernel shares out processors among threads. */
public final class Scheduling {
  private static final int SCHED_RR = 2;

  /** What the thread starts, such as a process, is scheduled like any other. */
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  private static final int LOWEST = 1;

  private Scheduling() {}

  /**
   * Has the calling thread run before all ordinary ones whenever it has something to do (sched(7)).
   * Needs CAP_SYS_NICE; whether it does now.
   */
  public static boolean runBeforeOthers() {
    return Native.LIBC.sched_setscheduler(
            0, SCHED_RR | SCHED_RESET_ON_FORK, Native.intOctets(LOWEST))
        == 0;
  }
}
