package io.weir.proxy.metric;

import java.util.List;

/**
 * A number of another part, told apart from others of its name by labels.
 *
 * @param labels names and values in turn
 */
public record Labelled(List<String> labels, long value) {
  public Labelled {
    labels = List.copyOf(labels);
  }

  /** What the number may do. */
  public enum Kind {
    COUNTER,
    GAUGE
  }
}
