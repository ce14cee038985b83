package io.weir.lvs.edge;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/** What is said over a stream once both ends have shown their key. */
public sealed interface Message {
  /** Of an edge, or of a director's answer about them. */
  int MOST_OFFERS = 64;

  /**
   * All that an edge serves, in place of what it said before.
   *
   * @param lease how long it may be silent; the director may grant another one
   * @param offers no two are alike
   */
  record Register(Duration lease, List<Offer> offers) implements Message {
    public Register {
      offers = List.copyOf(offers);
      var places = new HashSet<List<Object>>();
      for (var offer : offers) {
        if (!places.add(List.of(offer.of(), offer.server().key()))) {
          throw new IllegalArgumentException("found " + offer + " twice");
        }
      }
      checkCount(offers);
    }
  }

  /**
   * An edge lives.
   *
   * @param weights of what it has registered, in that order
   */
  record Heartbeat(List<Integer> weights, Load load) implements Message {
    public Heartbeat {
      weights = List.copyOf(weights);
      checkCount(weights);
    }
  }

  /**
   * No new connections, please: the edge ends those that it has.
   *
   * @param deadline how long that may take
   */
  record Drain(Duration deadline) implements Message {}

  /** The edge ends; it has no connections any more. */
  record Bye() implements Message {}

  /**
   * A director has done what it was told.
   *
   * @param isDirecting whether connections come by way of this director now
   * @param lease how long the edge may be silent
   * @param verdicts about what the edge has registered, in that order
   */
  record Ack(boolean isDirecting, Duration lease, List<Verdict> verdicts) implements Message {
    public Ack {
      verdicts = List.copyOf(verdicts);
      checkCount(verdicts);
    }
  }

  /** A director ends the stream. */
  record Refused(Refusal why) implements Message {}

  private static void checkCount(List<?> all) {
    if (all.size() > MOST_OFFERS) {
      throw new IllegalArgumentException(
          "found " + all.size() + " registrations; expected at most " + MOST_OFFERS);
    }
  }
}
