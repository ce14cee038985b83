package io.weir.main;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.vrrp.packet.Family;
import io.weir.vrrp.run.Move;
import io.weir.vrrp.run.Notice;
import io.weir.vrrp.run.RouterId;
import io.weir.vrrp.state.Cause;
import io.weir.vrrp.state.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = SECONDS)
class RouterFifoTest {
  private static final RouterId ONE = new RouterId(51, "eth0", Family.IPV4);
  private static final RouterId OTHER = new RouterId(51, "eth0", Family.IPV6);

  @TempDir private Path folder;

  @Test
  void writesTheLinesOfKeepalivedAlsoBeforeAnybodyReads() throws IOException {
    try (var fifo = RouterFifo.open(path())) {
      fifo.noticed(moved(ONE, Role.BACKUP));
      fifo.noticed(moved(ONE, Role.ACTIVE));
      fifo.noticed(new Notice.Reasserted(ONE, 150));
      fifo.noticed(new Notice.Failed(ONE, "whatever"));
      fifo.noticed(moved(ONE, Role.FAULT));
      fifo.noticed(moved(ONE, Role.INIT));

      assertThat(lines(5))
          .containsExactly(
              "INSTANCE \"51 on eth0\" BACKUP 200",
              "INSTANCE \"51 on eth0\" MASTER 200",
              "INSTANCE \"51 on eth0\" MASTER_RX_LOWER_PRI 150",
              "INSTANCE \"51 on eth0\" FAULT 200",
              "INSTANCE \"51 on eth0\" STOP 200");
    }
  }

  @Test
  void aGroupIsWhereAllOfItAreAndInFaultWithOneOfThem() throws IOException {
    try (var fifo = RouterFifo.open(path())) {
      fifo.use(Map.of(ONE, "gateway", OTHER, "gateway"));

      fifo.noticed(moved(ONE, Role.ACTIVE));
      fifo.noticed(moved(OTHER, Role.ACTIVE));
      fifo.noticed(moved(OTHER, Role.FAULT));
      fifo.noticed(moved(ONE, Role.FAULT));

      assertThat(lines(6))
          .containsExactly(
              "INSTANCE \"51 on eth0\" MASTER 200",
              "INSTANCE \"51 on eth0 ipv6\" MASTER 200",
              "GROUP \"gateway\" MASTER 0",
              "INSTANCE \"51 on eth0 ipv6\" FAULT 200",
              "GROUP \"gateway\" FAULT 0",
              "INSTANCE \"51 on eth0\" FAULT 200");
    }
  }

  @Test
  void aPipeThatNobodyReadsKeepsWhatFitsAndNobodyWaits() throws IOException {
    try (var fifo = RouterFifo.open(path())) {
      for (int i = 0; i < 10_000; i++) {
        fifo.noticed(moved(ONE, Role.BACKUP));
      }

      assertThat(lines(1000)).containsOnly("INSTANCE \"51 on eth0\" BACKUP 200");
    }
  }

  @Test
  void aPipeThatIsMadeIsForItsOwnerAloneAndGoesAtTheEnd() throws IOException {
    var fifo = RouterFifo.open(path());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    assertThat(Files.readAttributes(path(), "isOther")).containsEntry("isOther", true);

    fifo.close();

    assertThat(path()).doesNotExist();
  }

  @Test
  void aPipeOfSomebodyElseStays() throws IOException {
    try (var maker = RouterFifo.open(path())) {
      RouterFifo.open(path()).close();

      assertThat(maker.path()).exists();
    }
  }

  @Test
  void aFileOfThatNameIsLeftAlone() throws IOException {
    Files.writeString(path(), "mine");

    assertThatThrownBy(() -> RouterFifo.open(path()))
        .isInstanceOf(IOException.class)
        .hasMessage("found '" + path() + "', which is no named pipe; move it away");
    assertThat(path()).hasContent("mine");
  }

  @Test
  void aLinkToAnythingIsNotFollowed() throws IOException {
    Files.createSymbolicLink(path(), Files.writeString(folder.resolve("other"), "theirs"));

    assertThatThrownBy(() -> RouterFifo.open(path())).hasMessageContaining("no named pipe");
  }

  private Path path() {
    return folder.resolve("vrrp.fifo");
  }

  /** As many as there must be at least. */
  private List<String> lines(int count) throws IOException {
    var lines = new ArrayList<String>();
    try (BufferedReader in = Files.newBufferedReader(path())) {
      while (lines.size() < count) {
        lines.add(in.readLine());
      }
    }
    return lines;
  }

  private static Notice moved(RouterId router, Role to) {
    return new Notice.Moved(
        router, new Move(Instant.EPOCH, Role.INIT, to, Cause.STARTED, 200, Optional.empty()));
  }
}
