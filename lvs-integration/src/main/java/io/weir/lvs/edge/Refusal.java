package io.weir.lvs.edge;

import java.util.Locale;

/** Why a director ends a stream, or does not begin one. */
public enum Refusal {
  NOT_AN_EDGE("it is no edge, or one of another version"),
  WRONG_KEY("it does not have the key of the edge that it says it is"),
  LATE("it did not show its key in time"),
  TOO_MANY("there are too many streams"),
  OLD_BOOT("a later start of this edge has registered"),
  SUPERSEDED("the edge has a newer stream"),
  NOT_SIGNED("a message was not signed with the key"),
  OUT_OF_ORDER("a message came twice, or one was lost"),
  MALFORMED("a message could not be understood"),
  TOO_FAST("it says more than a director listens to"),
  SILENT("nothing was heard for the length of its lease"),
  DISMISSED("it is not allowed any more");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** For the log. */
  public String text() {
    return text;
  }

  /** For metrics: {@code wrong-key}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
