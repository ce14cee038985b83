package io.weir.proxy.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.model.AccessLog.Format;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAccessLogTest {
  @TempDir private Path folder;

  @Test
  void saysWhyItsFileCannotBeOpened() {
    var file = folder.resolve("missing/access.log").toString();
    var span = new Span(new Source("a", ""), 0, 0);
    var config =
        new io.weir.dsl.model.AccessLog(Optional.of(file), Format.JSON, Optional.empty(), span);

    assertThatThrownBy(() -> AccessLog.open(config, 1))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot open the access log '" + file + "': its folder is not there");
  }
}
