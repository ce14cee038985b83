package io.weir.lvs.edge.accept;

/** How an edge is known to a director. */
public enum Standing {
  /** It has a stream, and says so in time. */
  SERVING("serving"),
  /** It takes no new connections, and will leave. */
  DRAINING("draining"),
  /** Its lease has ended without a word: it is dead, or the network between is. */
  SILENT("silent"),
  /** It has said good-bye, or its kernel has closed the stream: it is no more. */
  GONE("gone");

  private final String word;

  Standing(String word) {
    this.word = word;
  }

  /** For people and metrics. */
  public String word() {
    return word;
  }

  /** Whether it has a stream. */
  public boolean isLive() {
    return switch (this) {
      case SERVING, DRAINING -> true;
      case SILENT, GONE -> false;
    };
  }
}
