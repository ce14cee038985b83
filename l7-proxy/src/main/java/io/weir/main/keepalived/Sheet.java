package io.weir.main.keepalived;

import io.weir.dsl.source.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written, a statement a line, so that of a line which Weir refuses it is known what it
 * comes from.
 */
final class Sheet {
  private final Draft file;
  private final Draft director;
  private final StringBuilder out = new StringBuilder();
  private final List<Optional<Draft.Item>> byLine = new ArrayList<>();
  private final String text;

  Sheet(Draft file, Draft director) {
    this.file = file;
    this.director = director;
    line("weir 1", Optional.empty());
    line("", Optional.empty());
    write(file);
    if (hasStatements(director)) {
      line("", Optional.empty());
      line("director {", Optional.empty());
      write(director);
      line("}", Optional.empty());
    } else {
      write(director);
    }
    text = out.toString();
  }

  private static boolean hasStatements(Draft draft) {
    return draft.items().stream().anyMatch(Draft.Block.class::isInstance);
  }

  private void write(Draft draft) {
    Optional<Draft.Item> before = Optional.empty();
    for (var item : draft.items()) {
      boolean isApart = item instanceof Draft.Comment || item instanceof Draft.Block;
      if (isApart && before.filter(it -> !(it instanceof Draft.Comment)).isPresent()) {
        line("", Optional.empty());
      }
      before = Optional.of(item);
      switch (item) {
        case Draft.Statement statement -> line(statement.text(), Optional.of(item));
        case Draft.Comment comment -> line("# " + comment.text(), Optional.of(item));
        case Draft.Todo todo ->
            line("# TODO line " + todo.line() + ": " + todo.text(), Optional.of(item));
        case Draft.Block block -> {
          line(block.head() + " {", Optional.of(item));
          write(block.draft());
          line("}", Optional.of(item));
        }
      }
    }
  }

  private void line(String text, Optional<Draft.Item> item) {
    out.append(text).append('\n');
    byLine.add(item);
  }

  /** As it stands, to be looked at by Weir. */
  String text() {
    return text;
  }

  /** In the one style, with how much of it there is at the top. */
  String text(int known, int all) {
    return Keepalived.formatted(
        "# Of keepalived's configuration %d of %d statements have a match.%n%s"
            .formatted(known, all, text));
  }

  List<Draft.Todo> todos() {
    var todos = new ArrayList<>(file.todos());
    todos.addAll(director.todos());
    todos.sort(Comparator.comparingInt(Draft.Todo::line));
    return todos;
  }

  /** The same without all that Weir could refuse. */
  Sheet empty() {
    return new Sheet(without(file, Map.of()), nothing(director));
  }

  /** The same without what is wrong, which is told instead. */
  Sheet without(List<Diagnostic> errors) {
    var wrong = new IdentityHashMap<Draft.Item, String>();
    boolean isFound = false;
    for (var error : errors) {
      int line = error.span().line();
      var item = line <= byLine.size() ? byLine.get(line - 1) : Optional.<Draft.Item>empty();
      var blamed = item.filter(it -> it instanceof Draft.Statement || it instanceof Draft.Block);
      blamed.ifPresent(it -> wrong.putIfAbsent(it, Words.line(error.message())));
      isFound |= blamed.isPresent();
    }
    // What nobody is to blame for keeps all of it from being accepted.
    return isFound ? new Sheet(without(file, wrong), without(director, wrong)) : empty();
  }

  private static Draft without(Draft draft, Map<Draft.Item, String> wrong) {
    var next = new Draft();
    for (var item : draft.items()) {
      var why = wrong.get(item);
      if (why != null) {
        next.add(new Draft.Todo(item.line(), "left out: " + why, size(item)));
      } else if (item instanceof Draft.Block block) {
        next.add(
            new Draft.Block(
                block.line(), block.head(), block.size(), without(block.draft(), wrong)));
      } else {
        next.add(item);
      }
    }
    return next;
  }

  private static int size(Draft.Item item) {
    return item instanceof Draft.Block block ? block.size() : 1;
  }

  private static Draft nothing(Draft draft) {
    var wrong = new IdentityHashMap<Draft.Item, String>();
    for (var item : draft.items()) {
      if (item instanceof Draft.Block) {
        wrong.put(item, "Weir refuses it");
      }
    }
    return without(draft, wrong);
  }
}
