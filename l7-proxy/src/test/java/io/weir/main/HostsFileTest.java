package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsFileTest {
  private static final String TEXT =
      """
      # servers of the shop
      192.0.2.1  app.internal app # the first
      192.0.2.2\tAPP.internal
      192.0.2.1  app.internal
      2001:db8::1 app.internal
      ::ffff:192.0.2.9 mapped
      nonsense   app.internal
      fe80::1%lo zoned

      192.0.2.3
      """;

  @TempDir private Path folder;

  @Test
  void aNameHasTheAddressesOfAllItsLines() {
    var byName = HostsFile.parse(TEXT);

    assertThat(byName.get("app.internal"))
        .containsExactly(address("192.0.2.1"), address("192.0.2.2"), address("2001:db8::1"));
    assertThat(byName.get("app")).containsExactly(address("192.0.2.1"));
    assertThat(byName.get("mapped")).containsExactly(address("192.0.2.9"));
    assertThat(byName).containsOnlyKeys("app.internal", "app", "mapped");
  }

  @Test
  void beginsWithAnotherAddressEachTime() throws IOException {
    var hosts = hosts(Files.writeString(folder.resolve("hosts"), TEXT), Duration.ofHours(1));

    var firsts =
        List.of(
            hosts.apply("app.internal").result().getFirst(),
            hosts.apply("App.Internal").result().getFirst(),
            hosts.apply("app.internal").result().getFirst(),
            hosts.apply("app.internal").result().getFirst());

    assertThat(firsts)
        .containsExactly(
            address("192.0.2.1"),
            address("192.0.2.2"),
            address("2001:db8::1"),
            address("192.0.2.1"));
  }

  @Test
  void readsTheFileAgainOnceItsTimeIsUp() throws IOException {
    var file = Files.writeString(folder.resolve("hosts"), "192.0.2.1 a\n");
    var patient = hosts(file, Duration.ofHours(1));
    var restless = hosts(file, Duration.ZERO);
    var before = List.of(patient.apply("a").result(), restless.apply("a").result());

    Files.writeString(file, "192.0.2.2 a\n");

    assertThat(before).containsOnly(List.of(address("192.0.2.1")));
    assertThat(patient.apply("a").result()).containsExactly(address("192.0.2.1"));
    assertThat(restless.apply("a").result()).containsExactly(address("192.0.2.2"));
  }

  @Test
  void aFileThatIsNotThereHasNoNames() {
    assertThat(hosts(folder.resolve("none"), Duration.ZERO).apply("a").result()).isEmpty();
  }

  private static HostsFile hosts(Path file, Duration period) {
    return new HostsFile(
        file,
        period,
        work -> {
          try {
            return Future.succeededFuture(work.call());
          } catch (Exception e) {
            return Future.failedFuture(e);
          }
        });
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
