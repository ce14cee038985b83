package io.weir.vrrp.run;

import static io.weir.vrrp.packet.Addresses.ip;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = SECONDS)
class GuardTest {
  private static final Guard.Held FIRST =
      Guard.Held.of("eth0", new VirtualAddress(ip("192.0.2.1"), 24));
  private static final Guard.Held SECOND =
      Guard.Held.of("bond0.1", new VirtualAddress(ip("192.0.2.2"), 32));
  private static final Guard.Held THIRD =
      Guard.Held.of("eth0", new VirtualAddress(ip("2001:db8::1"), 64));

  @TempDir private Path folder;

  @Test
  void takesAwayWhatIsHeldWhenNobodyIsThereAnyMore() throws Exception {
    var guard = guard();

    guard.holds(List.of(FIRST));
    guard.holds(List.of(FIRST, SECOND, FIRST));
    guard.close();
    guard.process().waitFor();

    assertThat(folder.resolve("log"))
        .hasContent(
            """
            -4 -force -batch -
            address delete 192.0.2.1/24 dev eth0
            address delete 192.0.2.2/32 dev bond0.1
            """);
  }

  @Test
  void asksForEachFamilyByItself() throws Exception {
    var guard = guard();

    guard.holds(List.of(THIRD, FIRST));
    guard.close();
    guard.process().waitFor();

    assertThat(Files.readString(folder.resolve("log")).split("(?m)^(?=-)"))
        .containsExactlyInAnyOrder(
            "-4 -force -batch -\naddress delete 192.0.2.1/24 dev eth0\n",
            "-6 -force -batch -\naddress delete 2001:db8:0:0:0:0:0:1/64 dev eth0\n");
  }

  @Test
  void leavesAloneWhatIsNotHeldAnyMore() throws Exception {
    var guard = guard();

    guard.holds(List.of(FIRST));
    guard.holds(List.of());
    guard.close();

    assertThat(guard.process().waitFor()).isZero();
    assertThat(folder.resolve("log")).doesNotExist();
  }

  @Test
  void hearsNoSignalThatEndsOthers() throws Exception {
    var guard = guard();
    guard.holds(List.of(FIRST));
    while (!isIgnoring(guard.process().pid())) {
      Thread.onSpinWait();
    }

    guard.process().toHandle().destroy();
    guard.close();
    guard.process().waitFor();

    assertThat(folder.resolve("log")).content().contains("address delete 192.0.2.1/24 dev eth0");
  }

  /** Whether a process ignores SIGTERM, which is 15 (proc_pid_status(5)). */
  private static boolean isIgnoring(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 14 & 1) == 1);
  }

  private Guard guard() throws IOException {
    var log = folder.resolve("log");
    var program =
        Files.writeString(
            folder.resolve("ip"),
            "#!/bin/sh\nall=$(echo \"$*\"; cat)\necho \"$all\" >> " + log + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return Guard.start(program.toString()).orElseThrow();
  }
}
