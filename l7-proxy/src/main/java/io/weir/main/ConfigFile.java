package io.weir.main;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.source.FileSources;
import io.weir.dsl.source.Source;
import io.weir.proxy.config.Preflight;
import io.weir.proxy.route.Re2;
import java.util.List;

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
    return switch (reading) {
      case Reading.Rejected rejected -> rejected;
      case Reading.Accepted accepted -> {
        var mistakes = Preflight.mistakes(accepted.config());
        yield mistakes.isEmpty() ? accepted : new Reading.Rejected(mistakes);
      }
    };
  }
}
