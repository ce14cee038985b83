package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A set that goes bad while it is in use; not watched for leaks, since it is told in the log. */
class BadListIT {
  @RegisterExtension final ProxyFixture proxy = new ProxyFixture();
  @TempDir private Path folder;

  @Test
  void aFileThatGoesBadLeavesTheLastGoodSetInForce() throws IOException {
    var list = Files.writeString(folder.resolve("list"), "127.0.0.1\n");
    proxy.start(
        "let bad = file \"%s\"\ndeny bad\nhost * { route /** { respond 200 } }".formatted(list));

    Files.writeString(list, "10.0.0.1\n127.0.0.300\n");
    Eventually.holds(
        () -> "found that the bad list was not noticed",
        () -> proxy.gauge("weir_file_errors_total") == 1);

    assertThat(proxy.client().get("/").read().status()).isEqualTo(403);
  }
}
