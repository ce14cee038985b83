package io.weir.main.keepalived;

import java.util.ArrayList;
import java.util.List;

/** What is written: statements of Weir's, blocks of them, and lines for what has no words. */
final class Draft {
  /** One line, or several. */
  sealed interface Item {
    /** The line of keepalived's that it comes from. */
    int line();
  }

  /** A statement of Weir's on a line of its own. */
  record Statement(int line, String text) implements Item {}

  /** A comment. */
  record Comment(int line, String text) implements Item {}

  /**
   * Something that is not there.
   *
   * @param lost how many of keepalived's statements that is; 0: it is there, but not all that it
   *     means
   */
  record Todo(int line, String text, int lost) implements Item {}

  /** A block of Weir's. */
  record Block(int line, String head, int size, Draft draft) implements Item {}

  private final List<Item> items = new ArrayList<>();

  List<Item> items() {
    return items;
  }

  void add(Item item) {
    items.add(item);
  }

  void say(Node node, String text) {
    items.add(new Statement(node.line(), text));
  }

  void comment(Node node, String text) {
    items.add(new Comment(node.line(), text));
  }

  /** The whole statement, with its block, has no match. */
  void lose(Node node, String why) {
    items.add(new Todo(node.line(), Words.shown(node.keyword()) + ": " + why, node.size()));
  }

  /** It has a match that does not mean quite the same. */
  void note(Node node, String what) {
    items.add(new Todo(node.line(), Words.shown(node.keyword()) + ": " + what, 0));
  }

  /** A block with a draft of its own, which is returned. */
  Draft block(Node node, String head) {
    var inner = new Draft();
    items.add(new Block(node.line(), head, node.size(), inner));
    return inner;
  }

  /** Those that are not there, here and in blocks. */
  List<Todo> todos() {
    var todos = new ArrayList<Todo>();
    for (var item : items) {
      switch (item) {
        case Todo todo -> todos.add(todo);
        case Block block -> todos.addAll(block.draft().todos());
        case Statement _, Comment _ -> {}
      }
    }
    return todos;
  }
}
