package io.weir.main.keepalived;

import io.weir.dsl.Reading;
import io.weir.dsl.WeirFile;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.print.Formatting;
import io.weir.dsl.print.WeirPrinter;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceLoader;
import java.util.List;
import java.util.Optional;

/** Configurations of keepalived as ones of Weir. */
public final class Keepalived {
  /** What a text may have; the largest that are known have a tenth of it. */
  public static final int LARGEST = 4 << 20;

  /** Each round takes out all that is wrong, up to a hundred statements. */
  private static final int ROUNDS = 50;

  private Keepalived() {}

  /**
   * Turns a text of at most {@link #LARGEST} characters. Whatever it is, Weir accepts what comes of
   * it; what it would not accept is told with the rest that has no match.
   *
   * @param secrets the folder for files with passwords; empty: passwords are left out, and told
   */
  public static Imported read(String text, Optional<String> secrets) {
    var conf = ConfReader.read(text);
    var kept = new Secrets(secrets);
    var file = new Draft();
    var globals = new Globals(conf);
    globals.write(file);
    new Tracks(conf).write(file);
    var director = new Draft();
    var instances = new Instances(conf, globals, kept);
    instances.writeGroups(director);
    instances.write(director);
    new Services(conf).write(director);
    globals.writeKernel(director);
    return accepted(conf, new Sheet(file, director), kept);
  }

  private static Imported accepted(Conf conf, Sheet sheet, Secrets secrets) {
    var now = sheet;
    var errors = errors(now.text());
    for (int round = 0; round < ROUNDS && !errors.isEmpty(); round++) {
      now = now.without(errors);
      errors = errors(now.text());
    }
    if (!errors.isEmpty()) {
      now = now.empty();
    }
    int all = conf.size();
    var todos = now.todos();
    int lost = todos.stream().mapToInt(Draft.Todo::lost).sum();
    var text = now.text(Math.max(0, all - lost), all);
    return new Imported(
        text,
        Math.max(0, all - lost),
        all,
        todos.stream().map(todo -> "line " + todo.line() + ": " + todo.text()).toList(),
        secrets.byFile());
  }

  private static List<Diagnostic> errors(String text) {
    var reading = WeirFile.read(new Source("import", text), SourceLoader.none(), RegexCheck.NONE);
    return reading instanceof Reading.Rejected(var errors) ? errors : List.of();
  }

  /** In the one style. */
  static String formatted(String text) {
    return WeirPrinter.format(new Source("import", text)) instanceof Formatting.Formatted(var whole)
        ? whole
        : text;
  }
}
