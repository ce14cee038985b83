package io.weir.lvs.edge.enlist;

import io.weir.lvs.edge.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * How an edge and one director get on.
 *
 * @param verdicts of the offers, in that order; none if it has not been told yet
 * @param isDirecting whether connections come by way of it, as it last said
 * @param trouble why there is no stream; empty: there is one, or it is tried for the first time
 */
public record LinkStatus(
    Duty duty,
    boolean isUp,
    boolean isDraining,
    boolean isDirecting,
    List<Verdict> verdicts,
    Optional<String> trouble) {
  public LinkStatus {
    verdicts = List.copyOf(verdicts);
  }
}
