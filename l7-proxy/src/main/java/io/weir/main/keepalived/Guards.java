package io.weir.main.keepalived;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code quorum}, {@code hysteresis} and {@code sorry_server} of a service, which mean the same.
 */
final class Guards {
  /** What is read here. */
  static final Set<String> READ =
      Set.of("quorum", "hysteresis", "sorry_server", "sorry_server_lvs_method");

  private final Node service;

  Guards(Node service) {
    this.service = service;
  }

  /**
   * Writes what there is.
   *
   * @param at the place of the service: an address and a port, or a mark
   * @param isNat whether servers that say nothing themselves are behind NAT
   */
  void write(List<String> at, boolean isNat, Draft draft) {
    quorum(draft);
    service.last("sorry_server").ifPresent(node -> sorry(node, at, isNat, draft));
  }

  private void quorum(Draft draft) {
    var said = service.last("quorum").or(() -> service.last("hysteresis"));
    if (said.isEmpty()) {
      return;
    }
    int quorum = Math.max(1, number("quorum", 1));
    // keepalived, too, makes do with as much as leaves something of the quorum.
    int hysteresis = Math.min(number("hysteresis", 0), quorum - 1);
    draft.say(said.get(), "quorum " + quorum + (hysteresis > 0 ? " hysteresis " + hysteresis : ""));
  }

  private int number(String keyword, int otherwise) {
    return service
        .last(keyword)
        .flatMap(one -> one.word(1))
        .flatMap(Words::number)
        .orElse(otherwise);
  }

  private void sorry(Node node, List<String> at, boolean isNat, Draft draft) {
    var address = node.word(1).flatMap(Words::plain);
    var port = node.word(2).flatMap(Words::number);
    if (address.isEmpty() || port.isEmpty() && node.words().size() > 2) {
      draft.lose(node, Unsupported.why(node).orElse("expected an address and a port"));
      return;
    }
    var own =
        service
            .last("sorry_server_lvs_method")
            .flatMap(one -> one.word(1))
            .flatMap(Services::forward);
    boolean hasPort = own.map("nat"::equals).orElse(isNat) && port.isPresent();
    var place = hasPort ? Services.at(address.get(), port.get()) : address.get();
    draft.say(node, "sorry " + place + own.map(word -> " forward " + word).orElse(""));
    boolean isLost =
        !hasPort
            && port.filter(number -> number > 0).isPresent()
            && !Optional.of(String.valueOf(port.get())).equals(at.stream().skip(1).findFirst());
    if (isLost) {
      draft.note(
          node,
          "without NAT packets arrive as they were sent, so port " + port.get() + " is not used");
    }
  }
}
