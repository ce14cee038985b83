package io.weir.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.model.AccessLog.Format;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OpenAccessLogTest {
  @TempDir private Path folder;

  @Test
  void saysWhyItsFileCannotBeOpened() {
    var file = folder.resolve("missing/access.log").toString();

    assertThatThrownBy(() -> AccessLog.open(config(file), 1))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot open the access log '" + file + "': its folder is not there");
  }

  @Test
  @Timeout(20)
  void doesNotWaitForTheReaderOfANamedPipe() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    var log = AccessLog.open(config(pipe.toString()), 1);
    log.reopen().get(10, TimeUnit.SECONDS);
    log.close();

    assertThat(pipe).exists();
  }

  private static io.weir.dsl.model.AccessLog config(String file) {
    var span = new Span(new Source("a", ""), 0, 0);
    return new io.weir.dsl.model.AccessLog(Optional.of(file), Format.JSON, Optional.empty(), span);
  }
}
