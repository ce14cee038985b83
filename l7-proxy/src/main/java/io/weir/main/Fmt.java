package io.weir.main;

import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.DiagnosticText;
import io.weir.dsl.source.FileSources;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir fmt FILE…}: puts configurations into the one style. */
@Command(
    name = "fmt",
    description = "Put configurations into the one style, in place.",
    footer = {
      "",
      "Comments stay. Exit codes: 0 fine, 1 a file has no structure, cannot be written or, with",
      "--check, is in another style, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class Fmt implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--check",
      description = "Write nothing; list the files that are in another style.")
  private boolean isCheck;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Files; - or none: from stdin to stdout.")
  private List<String> files = List.of("-");

  @Override
  public Integer call() {
    boolean fine = true;
    for (var file : files) {
      try {
        fine &= format(file);
      } catch (IOException e) {
        spec.commandLine().getErr().println("weir: cannot write '" + file + "': " + reason(e));
        fine = false;
      }
    }
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().flush();
    return fine ? 0 : 1;
  }

  private boolean format(String file) throws IOException {
    boolean isStdin = file.equals("-");
    var decoded =
        isStdin
            ? SourceBytes.decode("stdin", System.in.readAllBytes())
            : new FileSources().open(file);
    if (decoded.problem().isPresent()) {
      return refused(List.of(decoded.problem().get()));
    }
    return switch (WeirPrinter.format(decoded.source())) {
      case Formatting.Rejected(var errors) -> refused(errors);
      case Formatting.Formatted(var text) -> write(decoded.source(), text, isStdin, file);
    };
  }

  private boolean write(Source source, String text, boolean isStdin, String file)
      throws IOException {
    boolean differs = !source.text().equals(text);
    if (isCheck) {
      if (differs) {
        spec.commandLine().getOut().println(source.name());
      }
      return !differs;
    }
    if (isStdin) {
      spec.commandLine().getOut().print(text);
    } else if (differs) {
      replace(Path.of(file), text);
    }
    return true;
  }

  /** Whoever reads the file meanwhile sees the old text or the new one, never a part. */
  private static void replace(Path file, String text) throws IOException {
    var real = file.toRealPath();
    var fresh = Files.createTempFile(real.getParent(), "." + real.getFileName(), ".new");
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      copyOwner(real, fresh);
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void copyOwner(Path from, Path to) throws IOException {
    for (var attribute : List.of("unix:uid", "unix:gid", "unix:mode")) {
      var wanted = Files.getAttribute(from, attribute);
      if (!wanted.equals(Files.getAttribute(to, attribute))) {
        Files.setAttribute(to, attribute, wanted);
      }
    }
  }

  private boolean refused(List<Diagnostic> errors) {
    spec.commandLine().getErr().print(DiagnosticText.render(errors));
    return false;
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}
