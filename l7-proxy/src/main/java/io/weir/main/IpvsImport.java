package io.weir.main;

import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.Source;
import io.weir.lvs.list.SavedTable;
import io.weir.lvs.list.SavedTable.Saved;
import io.weir.lvs.table.TableState.ServerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir ipvs import}: a configuration for what is there. */
@Command(
    name = "import",
    description = "Turn rules of ipvsadm-save, or the kernel's table, into a configuration.",
    footer = {
      "",
      "Prints it on stdout; what has no words in it is told on stderr. Exit codes: 0 all of it is",
      "in the configuration, 1 some is not, or nothing could be read, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class IpvsImport implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "What 'ipvsadm -S -n' wrote, or - for stdin; the kernel's table if left out.")
  private String file;

  @Override
  public Integer call() throws IOException {
    var untold = new ArrayList<String>();
    var text = DirectorText.of(services(untold), untold);
    var out = spec.commandLine().getOut();
    if (WeirPrinter.format(new Source("import", text)) instanceof Formatting.Formatted(var whole)) {
      out.print(whole);
    } else {
      out.print(text);
    }
    out.flush();
    var err = spec.commandLine().getErr();
    untold.forEach(line -> err.println("weir: " + line));
    err.flush();
    return untold.isEmpty() ? 0 : 1;
  }

  private List<Saved> services(List<String> untold) throws IOException {
    if (file == null) {
      return IpvsView.readCounted().services().stream()
          .map(it ->
              new Saved(it.service(), it.servers().stream().map(ServerState::server).toList()))
          .toList();
    }
    var octets = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
    var result = SavedTable.parse(new String(octets, StandardCharsets.UTF_8).lines().toList());
    untold.addAll(result.mistakes());
    return result.services();
  }
}
