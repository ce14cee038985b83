package io.weir.vrrp.run;

import io.weir.vrrp.link.KernelRoute;
import io.weir.vrrp.packet.Family;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;

/**
 * A small process that outlives this one, and then takes the addresses away that this one had: the
 * lease would keep them for up to two seconds more, in which two machines answer for them. It is
 * told by a pipe what is held, a line for all of it, and knows by the pipe's end that nobody is
 * there any more. It needs a shell and {@code ip} of iproute2, and hears no signal but SIGKILL; who
 * kills both at once leaves it to the lease.
 *
 * <p>Lines are written by a thread of their own, {@code weir-vrrp-guard}: should the process be
 * stopped, nobody waits for it.
 */
final class Guard implements AutoCloseable {
  /** The last whole line counts. A part of one, at the end, is none. */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM PIPE
      set -f
      held=
      while read -r line; do held=$line; done
      IFS=';'
      give() {
        for one in $held; do
          case $one in "$1 "*) echo "${one#* }";; esac
        done
      }
      for family in 4 6; do
        case ";$held" in *";$family "*) give $family | "$0" -$family -force -batch - & ;; esac
      done
      wait
      """;

  private static final int WAITING = 64;
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

  private final Process process;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread;

  /**
   * What is held, as {@code ip} takes it away.
   *
   * @param words without semicolons
   */
  record Held(Family family, String words) {
    /** An address on an interface. */
    static Held of(String on, VirtualAddress address) {
      return new Held(
          Family.of(address.address()), "address delete %s dev %s".formatted(address, on));
    }

    static Held of(KernelRoute route) {
      return new Held(route.family(), route.words());
    }

    @Override
    public String toString() {
      return switch (family) {
            case IPV4 -> "4 ";
            case IPV6 -> "6 ";
          }
          + words;
    }
  }

  private Guard(Process process) {
    this.process = process;
    thread = Thread.ofPlatform().daemon().name("weir-vrrp-guard").start(this::write);
  }

  /** One that uses the system's {@code ip}; empty if there is none, or it cannot be started. */
  static Optional<Guard> start() {
    return FOLDERS.stream()
        .map(folder -> new File(folder, "ip"))
        .filter(File::canExecute)
        .findFirst()
        .flatMap(ip -> start(ip.getPath()));
  }

  static Optional<Guard> start(String ip) {
    try {
      var process =
          new ProcessBuilder("/bin/sh", "-c", SCRIPT, ip)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return Optional.of(new Guard(process));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** This is all that is held from now on. Never waits. */
  void holds(List<Held> held) {
    var line = held.stream().map(Held::toString).distinct().collect(Collectors.joining(";"));
    if (!lines.offer(line + "\n")) {
      // One that knows the wrong things is worse than none.
      process.destroyForcibly();
    }
  }

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      for (var line = lines.take(); !line.isEmpty(); line = lines.take()) {
        out.write(line.getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException _) {
      // It is gone; there are still leases.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  Process process() {
    return process;
  }

  /** Lets it end; what is still held is taken away by it. */
  @Override
  public void close() {
    if (!lines.offer("")) {
      process.destroyForcibly();
      thread.interrupt();
    }
  }
}
