package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportKeepalivedTest {
  private static final String CONF =
      """
      vrrp_script alive { script "/bin/true" }
      vrrp_instance VI_1 {
        state MASTER
        interface eth0
        virtual_router_id 51
        priority 150
        authentication {
          auth_type PASS
          auth_pass s3cret12
        }
        virtual_ipaddress { 192.0.2.10/24 }
        track_script { alive }
      }
      """;

  @TempDir private Path folder;

  @Test
  void whatIsPrintedIsFineForCheck() throws IOException {
    var imported =
        Cli.run("import", "keepalived", conf(CONF), "--secrets", folder.resolve("keys").toString());
    var file = Files.writeString(folder.resolve("a.weir"), imported.out());

    assertThat(imported.status()).isZero();
    assertThat(imported.err()).isEqualTo("weir: 14 of 14 statements have a match\n");
    assertThat(Cli.run("check", "--strict", file.toString()))
        .extracting("status", "err")
        .containsExactly(0, "");
    assertThat(Cli.run("fmt", "--check", file.toString()).status()).isZero();
    var secret = folder.resolve("keys/VI_1.pass");
    assertThat(secret).hasContent("s3cret12");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
  }

  @Test
  void passwordsGoNowhereUnlessTheyAreToldWhere() throws IOException {
    var imported = Cli.run("import", "keepalived", conf(CONF));

    assertThat(imported.status()).isEqualTo(1);
    assertThat(imported.out()).doesNotContain("s3cret12");
    assertThat(imported.err())
        .contains("weir: 11 of 14 statements have a match")
        .contains("weir: line 7: authentication: write the password to a file")
        .doesNotContain("s3cret12");
  }

  @Test
  void aPasswordThatIsThereAlreadyIsNotReplacedByAnotherOne() throws IOException {
    var keys = Files.createDirectories(folder.resolve("keys"));
    Files.writeString(keys.resolve("VI_1.pass"), "other\n");

    var imported = Cli.run("import", "keepalived", conf(CONF), "--secrets", keys.toString());

    assertThat(imported.status()).isEqualTo(1);
    assertThat(imported.err()).contains("VI_1.pass' is there already, with another password");
    assertThat(keys.resolve("VI_1.pass")).hasContent("other");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThat(Cli.run("import", "keepalived", folder.resolve("none").toString()).err())
        .contains("found no file '");
    assertThat(Cli.run("import").status()).isEqualTo(2);
  }

  private String conf(String text) throws IOException {
    return Files.writeString(folder.resolve("keepalived.conf"), text).toString();
  }
}
