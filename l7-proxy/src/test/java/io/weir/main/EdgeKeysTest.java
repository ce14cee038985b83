package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Acceptance;
import io.weir.dsl.model.Director;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.FileSources;
import io.weir.dsl.source.Source;
import io.weir.proxy.route.Re2;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeKeysTest {
  private static final String KEY = "0123456789abcdef";

  @TempDir private Path folder;

  @Test
  void aDirectorHasAKeyOfEachEdgeAndTwoWhileOneIsReplaced() throws IOException {
    write("edges.key", "# keys\nedge-1 " + KEY + "\n\n edge-2  " + KEY + "2 \nedge-1 " + KEY + "3");

    var keys = EdgeKeys.of(acceptance());

    assertThat(keys).containsOnlyKeys("edge-1", "edge-2");
    assertThat(keys.get("edge-1"))
        .extracting(key -> new String(key.secret(), StandardCharsets.UTF_8))
        .containsExactly(KEY, KEY + "3");
  }

  @Test
  void keysThatAreMissingOrWeakAreRefusedAndNotTold() throws IOException {
    refuses("edge-1 " + KEY, "found no key of 'edge-2'");
    refuses("", "found no key in file");
    refuses("edge-1", "found a line without a name or a key");
    refuses("edge-1 s3cret", "found a key of 6 octets");
    refuses("edgé " + KEY, "found a name that is none");
    assertThat(EdgeKeys.mistakes(config())).hasSize(2);
  }

  @Test
  void anEdgeHasOneKey() throws IOException {
    write("edge.key", "edge-1 " + KEY + "\n");
    assertThat(EdgeKeys.of(config().enlistments().getFirst()).name()).isEqualTo("edge-1");

    write("edge.key", "edge-1 " + KEY + "\nedge-2 " + KEY + "\n");
    assertThatThrownBy(() -> EdgeKeys.of(config().enlistments().getFirst()))
        .hasMessageContaining("found 2 keys");
  }

  private void refuses(String text, String why) throws IOException {
    write("edges.key", text);

    assertThatThrownBy(() -> EdgeKeys.of(acceptance()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining(KEY);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Acceptance acceptance() {
    return config().director().flatMap(Director::edges).orElseThrow();
  }

  private WeirConfig config() {
    var text =
        """
        weir 1
        listen :443
        director {
          virtual 192.0.2.10:443 tcp { }
          accept edges on 192.0.2.2:7946 {
            key file "edges.key"
            allow edge-1 as 192.0.2.11
            allow edge-2 as 192.0.2.12
          }
        }
        register 192.0.2.11 as real server of 192.0.2.10:443 with 192.0.2.2:7946 {
          key file "edge.key"
        }
        host * { route /** { respond 200 } }
        """;
    var source = new Source(folder.resolve("a.weir").toString(), text);
    return ((Reading.Accepted) WeirFile.read(source, new FileSources(), new Re2())).config();
  }
}
