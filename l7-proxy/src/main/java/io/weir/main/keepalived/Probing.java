package io.weir.main.keepalived;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checkers of a service's real servers as the one {@code probe} that a service has. */
final class Probing {
  private static final long DELAY_LOOP_MILLIS = 60_000;
  private static final Set<String> ASKED = Set.of("TCP_CHECK", "HTTP_GET");
  private static final Set<String> READ =
      Set.of(
          "connect_timeout", "connect_port", "retry", "nb_get_retry", "url", "delay_before_retry");
  private static final Set<String> READ_OF_URL = Set.of("path", "status_code");

  private final Node service;
  private Optional<String> written = Optional.empty();

  Probing(Node service) {
    this.service = service;
  }

  /** Whether a statement of a real server is a checker. */
  static boolean isChecker(Node node) {
    return ASKED.contains(node.keyword())
        || node.keyword().equals("SSL_GET")
        || node.keyword().endsWith("_CHECK");
  }

  /** Writes the first one that Weir knows, and tells of those that are others. */
  void write(Draft draft) {
    for (var real : service.all("real_server").toList()) {
      for (var checker : real.block()) {
        if (isChecker(checker)) {
          write(checker, draft);
        }
      }
    }
  }

  private void write(Node checker, Draft draft) {
    boolean isTls = checker.keyword().equals("SSL_GET");
    if (!isTls && !ASKED.contains(checker.keyword())) {
      draft.lose(checker, "a probe is tcp or http");
      return;
    }
    var probe = probe(checker);
    if (written.isPresent()) {
      if (!written.get().equals(probe)) {
        draft.lose(checker, "a service has one probe; that of its first server is there");
      }
      return;
    }
    written = Optional.of(probe);
    draft.say(checker, probe);
    if (isTls) {
      draft.note(checker, "there is no probe over TLS; that a connection can be made is enough");
    }
    for (var one : unread(checker)) {
      draft.lose(one, Services.why(one));
    }
  }

  private static List<Node> unread(Node checker) {
    var unread = new ArrayList<Node>();
    boolean isFirst = true;
    for (var one : checker.block()) {
      boolean isUrl = one.keyword().equals("url");
      if (!READ.contains(one.keyword()) || isUrl && !isFirst) {
        unread.add(one);
      } else if (isUrl) {
        isFirst = false;
        one.block().stream().filter(it -> !READ_OF_URL.contains(it.keyword())).forEach(unread::add);
      }
    }
    return unread;
  }

  private String probe(Node checker) {
    var path = path(checker);
    var out = new StringBuilder("probe ");
    out.append(path.map(it -> "http " + Words.quoted(it)).orElse("tcp"));
    long every =
        service
            .last("delay_loop")
            .flatMap(one -> one.word(1))
            .flatMap(Words::millis)
            .filter(it -> it > 0)
            .orElse(DELAY_LOOP_MILLIS);
    out.append(" every ").append(Words.duration(every));
    value(checker, "connect_timeout")
        .flatMap(Words::millis)
        .filter(timeout -> timeout > 0)
        .ifPresent(
            timeout -> out.append(" timeout ").append(Words.duration(Math.min(timeout, every))));
    value(checker, "retry")
        .or(() -> value(checker, "nb_get_retry"))
        .flatMap(Words::number)
        .ifPresent(retry -> out.append(" rise 1 fall ").append(Math.min(retry, 99) + 1));
    if (path.isPresent()) {
      checker
          .last("url")
          .flatMap(url -> url.last("status_code"))
          .flatMap(one -> one.word(1))
          .flatMap(Words::number)
          .ifPresent(status -> out.append(" expect ").append(status));
    }
    value(checker, "connect_port")
        .flatMap(Words::number)
        .ifPresent(port -> out.append(" port ").append(port));
    return out.toString();
  }

  private static Optional<String> path(Node checker) {
    return checker.keyword().equals("HTTP_GET")
        ? checker
            .all("url")
            .findFirst()
            .flatMap(url -> url.last("path"))
            .flatMap(one -> one.word(1))
            .or(() -> Optional.of("/"))
        : Optional.empty();
  }

  /** Of the checker, or else of the service. */
  private Optional<String> value(Node checker, String keyword) {
    return checker.last(keyword).or(() -> service.last(keyword)).flatMap(one -> one.word(1));
  }
}
