package io.weir.main;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.FileSources;
import io.weir.dsl.source.Source;
import io.weir.proxy.config.ClientFiles;
import io.weir.proxy.config.Preflight;
import io.weir.proxy.route.Re2;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A configuration file by the name that the user gave it, which is the one that diagnostics have.
 * Its methods block.
 */
record ConfigFile(String name) {
  /** What was read, and the text that it was read from. */
  record Loaded(Reading reading, String text) {}

  /** Reads the file and what it includes. */
  Loaded read() {
    var decoded = new FileSources().open(name);
    var text = decoded.source().text();
    return decoded.problem().isPresent()
        ? new Loaded(new Reading.Rejected(List.of(decoded.problem().get())), text)
        : read(text);
  }

  /** Reads a text as if it were the file's: what it includes is looked for beside the file. */
  Loaded read(String text) {
    return new Loaded(WeirFile.read(new Source(name, text), new FileSources(), new Re2()), text);
  }

  /** A reading, held against everything that is known without opening a port. */
  static Reading checked(Reading reading) {
    return checked(reading, new ClientFiles());
  }

  /** The same; what the configuration says to read is read by these files, and stays there. */
  static Reading checked(Reading reading, ClientFiles files) {
    return switch (reading) {
      case Reading.Rejected rejected -> rejected;
      case Reading.Accepted accepted -> {
        var mistakes = new ArrayList<>(Preflight.mistakes(accepted.config(), files));
        accepted.config().director().map(RouterFiles::mistakes).ifPresent(mistakes::addAll);
        mistakes.addAll(EdgeKeys.mistakes(accepted.config()));
        yield mistakes.isEmpty() ? accepted : new Reading.Rejected(mistakes);
      }
    };
  }

  /**
   * The same for a reading that is to be put in force: what listens nowhere, such as a file that
   * came empty, would stop all that is served and is refused. A check only warns, as parts of a
   * configuration are checked too.
   */
  static Reading runnable(Reading reading, ClientFiles files) {
    var checked = checked(reading, files);
    return checked instanceof Reading.Accepted(var config, var warnings)
            && config.listeners().isEmpty()
            && config.director().isEmpty()
        ? new Reading.Rejected(
            warnings.stream().map(ConfigFile::unserved).flatMap(Optional::stream).toList())
        : checked;
  }

  private static Optional<Diagnostic> unserved(Diagnostic warning) {
    return warning.code() == Code.NOTHING_SERVED
        ? Optional.of(
            Diagnostic.of(
                    Code.NO_LISTENER,
                    warning.span(),
                    "found no \"listen\"; expected one in a configuration that is to run")
                .hint("to serve nothing, stop Weir"))
        : Optional.empty();
  }
}
