package io.weir.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code weir} command: exits with what its subcommand returns, 2 if it is misused. */
@Command(
    name = "weir",
    description = "A reactive reverse proxy, IPVS real server and VRRP director.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      Run.class,
      Check.class,
      Fmt.class,
      Explain.class,
      Reload.class,
      Purge.class,
      Status.class,
      VrrpCommand.class,
      Demo.class,
      Ipvs.class,
      Import.class,
      Completion.class,
      Train.class,
      Version.class
    })
public final class Weir implements Runnable {
  @Spec private CommandSpec spec;

  private Weir() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && (arguments[0].equals("run") || arguments[0].equals("demo"))) {
      // Before the command line is looked at, which takes longer than anything before it.
      var _ = Signals.heard();
    }
    System.exit(exitCode(arguments));
  }

  /** An error would end this thread alone, and leave the event loops with nobody to stop them. */
  private static int exitCode(String[] arguments) {
    try {
      return commandLine().execute(arguments);
    } catch (Error defect) {
      System.err.println("weir: ended by " + defect + "; the log says where");
      LoggerFactory.getLogger(Weir.class).error("a defect ended the process", defect);
      return 1;
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Weir())
        .setParameterExceptionHandler((misuse, _) -> refuse(misuse))
        .setExecutionExceptionHandler((thrown, command, _) -> fail(thrown, command));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "found no command; expected one of those below");
  }

  private static int refuse(ParameterException misuse) {
    var command = misuse.getCommandLine();
    var err = command.getErr();
    err.println("weir: " + text(misuse));
    if (command.getParseResult() == null || command.getParent() == null && !isUnmatched(misuse)) {
      command.usage(err);
    } else {
      err.println("see '" + command.getCommandSpec().qualifiedName() + " --help'");
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static boolean isUnmatched(ParameterException misuse) {
    return misuse instanceof UnmatchedArgumentException;
  }

  private static String text(ParameterException misuse) {
    if (!(misuse instanceof UnmatchedArgumentException unmatched)) {
      var message = String.valueOf(misuse.getMessage());
      return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
    var command = misuse.getCommandLine();
    var word = unmatched.getUnmatched().getFirst();
    boolean isCommand = command.getParent() == null && !word.startsWith("-");
    var kind = isCommand ? "command" : word.startsWith("-") ? "option" : "argument";
    var near = unmatched.getSuggestions();
    return "unknown %s '%s'%s"
        .formatted(kind, word, near.isEmpty() ? "" : "; did you mean '" + near.getFirst() + "'?");
  }

  private static int fail(Exception thrown, CommandLine command) {
    PrintWriter err = command.getErr();
    switch (thrown) {
      case Failure failure -> err.println("weir: " + failure.getMessage());
      case NoSuchFileException missing ->
          err.println("weir: found no file '" + missing.getFile() + "'; expected one");
      case AccessDeniedException denied ->
          err.println("weir: may not read or write '" + denied.getFile() + "'");
      case IOException io -> err.println("weir: cannot read or write: " + io);
      default -> {
        var name = command.getCommandSpec().qualifiedName();
        err.println("weir: a defect of Weir's own; the log says where");
        LoggerFactory.getLogger(Weir.class).error("a defect ended '{}'", name, thrown);
      }
    }
    err.flush();
    return 1;
  }
}
