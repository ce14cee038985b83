package io.weir.lvs.edge;

/** What a director makes of one offer. */
public enum Verdict {
  ACCEPTED("accepted"),
  NOT_ALLOWED("its address or service is not allowed to this edge"),
  NO_SERVICE("the director has no such service"),
  NOT_REACHABLE("packets of the service cannot be brought there that way"),
  TAKEN("another edge has the address"),
  NAMED("the director's file names this server itself, and it stays as the file says");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** For the log. */
  public String text() {
    return text;
  }
}
