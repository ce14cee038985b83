package io.weir.lvs.edge.accept;

import io.weir.lvs.edge.Message;
import io.weir.lvs.edge.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an event leads to.
 *
 * @param answer to the edge, on the stream that the event came by
 * @param cuts streams to be closed, and why
 */
public record Step(
    Book next, Optional<Message.Ack> answer, Map<Long, Refusal> cuts, List<Notice> notices) {
  public Step {
    cuts = Map.copyOf(cuts);
    notices = List.copyOf(notices);
  }
}
