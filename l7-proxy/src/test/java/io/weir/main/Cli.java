package io.weir.main;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this process and keeps what they print. */
final class Cli {
  private Cli() {}

  /** What came of a command. */
  record Result(int status, String out, String err) {}

  static Result run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Weir.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(status, out.toString(), err.toString());
  }
}
