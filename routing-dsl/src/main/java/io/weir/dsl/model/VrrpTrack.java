package io.weir.dsl.model;

import io.weir.dsl.source.Span;
import java.time.Duration;
import java.util.List;

/** Something that a virtual router's priority follows, or its taking part at all. */
public sealed interface VrrpTrack {
  /**
   * What it weighs. 0: the router gives up while it is down; above 0: added while it is up; below:
   * taken while it is down. A file's number is multiplied by it and added.
   */
  int weight();

  /** As messages call it; no two of one router have the same. */
  String label();

  /** Whether an interface is up. */
  record Interface(String name, int weight) implements VrrpTrack {
    @Override
    public String label() {
      return "interface " + name;
    }
  }

  /** The number in a file; without a weight any other than 0 means down. */
  record Content(NamedFile file, int weight) implements VrrpTrack {
    @Override
    public String label() {
      return "file \"" + file.path() + "\"";
    }
  }

  /** Whether a program ends with 0. */
  record Script(Run run, int weight) implements VrrpTrack {
    @Override
    public String label() {
      return "script \"" + run.text() + "\"";
    }
  }

  /** Whether a process of this name runs. */
  record Program(String name, int weight) implements VrrpTrack {
    @Override
    public String label() {
      return "process \"" + name + "\"";
    }
  }

  /** Whether Weir's own proxy serves: it listens, does not drain, and no event loop hangs. */
  record Proxy(int weight) implements VrrpTrack {
    @Override
    public String label() {
      return "proxy";
    }
  }

  /**
   * A program that is asked again and again.
   *
   * @param text as it is written
   * @param command the program and its arguments; a program with a slash in its name is found
   *     already, another one is looked for in PATH
   * @param every between the begin of one run and the next
   * @param timeout after which it is killed, and has failed
   * @param rise good ends in a row that mean up again
   * @param fall bad ones that mean down
   */
  record Run(
      String text,
      List<String> command,
      Duration every,
      Duration timeout,
      int rise,
      int fall,
      Span span) {
    public Run {
      command = List.copyOf(command);
    }

    /** Whether this is asked just as another one is. */
    public boolean isAs(Run other) {
      return command.equals(other.command)
          && every.equals(other.every)
          && timeout.equals(other.timeout)
          && rise == other.rise
          && fall == other.fall;
    }
  }
}
