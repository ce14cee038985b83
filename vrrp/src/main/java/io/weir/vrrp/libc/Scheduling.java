package io.weir.vrrp.libc;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the kernel shares out processors among threads. */
public final class Scheduling {
  private static final int SCHED_RR = 2;

  /** What the thread starts, such as a process, is scheduled like any other. */
  private static final int SCHED_RESET_ON_FORK = 0x40000000;

  private static final int LOWEST = 1;
  private static final Path THREADS = Path.of("/proc/self/task");

  private Scheduling() {}

  /**
   * Has the calling thread run before all ordinary ones whenever it has something to do (sched(7)).
   * Needs CAP_SYS_NICE; whether it does now.
   */
  public static boolean runBeforeOthers() {
    return runBeforeOthers(0);
  }

  /**
   * The same for the JVM's own threads that every other one waits for: while they collect garbage
   * no thread runs, and on a busy machine they wait for a processor meanwhile. They start when they
   * are first needed, so this is to be called again now and then.
   *
   * @return how many there are
   */
  public static int runCollectorsBeforeOthers() {
    int count = 0;
    try (var threads = Files.newDirectoryStream(THREADS)) {
      for (var thread : threads) {
        if (isCollector(Files.readString(thread.resolve("comm")).strip())
            && runBeforeOthers(Integer.parseInt(thread.getFileName().toString()))) {
          count++;
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException _) {
      // A thread has ended meanwhile; the next call sees the others.
    }
    return count;
  }

  /** Serial collects on the VM's thread; Parallel and G1 have threads of their own as well. */
  private static boolean isCollector(String name) {
    return name.equals("VM Thread") || name.startsWith("GC Thread#");
  }

  private static boolean runBeforeOthers(int thread) {
    return Native.LIBC.sched_setscheduler(
            thread, SCHED_RR | SCHED_RESET_ON_FORK, Native.intOctets(LOWEST))
        == 0;
  }
}
