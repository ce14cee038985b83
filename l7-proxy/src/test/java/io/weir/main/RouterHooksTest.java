package io.weir.main;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.vrrp.packet.Family;
import io.weir.vrrp.run.Move;
import io.weir.vrrp.run.Notice;
import io.weir.vrrp.run.RouterId;
import io.weir.vrrp.state.Cause;
import io.weir.vrrp.state.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = SECONDS)
class RouterHooksTest {
  private static final RouterId ROUTER = new RouterId(51, "eth0", Family.IPV4);

  @TempDir private Path folder;

  @Test
  void runsTheProgramWithKeepalivedsArgumentsInOrder() throws IOException {
    var log = folder.resolve("log");
    var hooks = new RouterHooks();
    hooks.use(Map.of(ROUTER, hook("echo \"$1|$2|$3|$4\" >> " + log, Duration.ofSeconds(20))));

    hooks.noticed(moved(Role.BACKUP));
    hooks.noticed(moved(Role.ACTIVE));
    hooks.noticed(new Notice.Reasserted(ROUTER, 200));
    hooks.noticed(moved(Role.FAULT));
    hooks.noticed(moved(Role.INIT));
    hooks.close();

    assertThat(log)
        .hasContent(
            """
            INSTANCE|51 on eth0|BACKUP|200
            INSTANCE|51 on eth0|MASTER|200
            INSTANCE|51 on eth0|MASTER_RX_LOWER_PRI|200
            INSTANCE|51 on eth0|FAULT|200
            INSTANCE|51 on eth0|STOP|200
            """);
  }

  @Test
  void whoTakesTooLongIsKilledAndTheNextOneRun() throws IOException {
    var log = folder.resolve("log");
    var hooks = new RouterHooks();
    hooks.use(
        Map.of(
            ROUTER, hook("[ $3 = BACKUP ] && sleep 50; echo $3 >> " + log, Duration.ofSeconds(2))));

    hooks.noticed(moved(Role.BACKUP));
    hooks.noticed(moved(Role.ACTIVE));
    hooks.close();

    assertThat(log).hasContent("MASTER");
  }

  @Test
  void aRouterWithoutAProgramIsPassedOver() {
    try (var hooks = new RouterHooks()) {
      hooks.noticed(moved(Role.ACTIVE));
    }

    assertThat(folder).isEmptyDirectory();
  }

  private static Notice moved(Role to) {
    return new Notice.Moved(
        ROUTER, new Move(Instant.EPOCH, Role.INIT, to, Cause.STARTED, 200, Optional.empty()));
  }

  private RouterHooks.Hook hook(String script, Duration timeout) throws IOException {
    var program = Files.writeString(folder.resolve("hook"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new RouterHooks.Hook(program, timeout);
  }
}
