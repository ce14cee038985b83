package io.weir.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import io.weir.lvs.list.SavedTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorTextTest {
  private static final String SAVED =
      """
      -A -t 192.0.2.100:80 -s mh -p 60 -M 255.255.255.0 -b mh-fallback,mh-port
      -a -t 192.0.2.100:80 -r 192.0.2.11:80 -g -w 5 -x 100 -y 80
      -a -t 192.0.2.100:80 -r 10.0.0.3:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-csum
      -a -t 192.0.2.100:80 -r 10.0.0.4:8080 -m -w 0
      -A -u [2001:db8::1]:53 -s rr -o
      -a -u [2001:db8::1]:53 -r [2001:db8::2]:53 -g -w 1
      -A -f 7 -6 -s wlc -p 3600
      -a -f 7 -6 -r [2001:db8::3]:0 -i -w 1 --tun-type gre --tun-nocsum
      """;

  /** What is imported and then programmed is what was there. */
  @Test
  void writesAConfigurationThatMeansTheSameTable() {
    var saved = SavedTable.parse(SAVED.lines().toList());
    var untold = new ArrayList<String>();

    var text = DirectorText.of(saved.services(), untold);

    assertThat(untold).isEmpty();
    var reading =
        WeirFile.read(new Source("import.weir", text), SourceLoader.none(), RegexCheck.NONE);
    assertThat(reading).isInstanceOf(Reading.Accepted.class);
    var table =
        KernelTable.of(
            ((Reading.Accepted) reading).config(), _ -> KernelTable.ABSENT, _ -> true, _ -> true);
    assertThat(
            table.services().stream().map(it -> new SavedTable.Saved(it.service(), it.servers())))
        .isEqualTo(saved.services());
  }

  @Test
  void isPrintedInTheOneStyle(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("rules"), SAVED);

    var done = Cli.run("ipvs", "import", file.toString());

    assertThat(done.status()).isZero();
    assertThat(done.out())
        .startsWith(
            """
            weir 1

            director {
              virtual 192.0.2.100:80 tcp {
                schedule mh fallback, port
                persist 1m mask 24
                real 192.0.2.11 weight 5 forward dr max-conns 100 resume 80
            """);
  }

  @Test
  void tellsOfWhatItLeavesOut(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("rules"), "-A -t web:80 -s rr\n");

    var done = Cli.run("ipvs", "import", file.toString());

    assertThat(done.status()).isEqualTo(1);
    assertThat(done.err()).contains("weir: line 1: found 'web:80'; expected an address and a port");
  }
}
