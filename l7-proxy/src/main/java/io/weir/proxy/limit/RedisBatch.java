package io.weir.proxy.limit;

import io.weir.proxy.exchange.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The questions that leave together: what the requests of one turn of a loop want to take. */
final class RedisBatch {
  private final List<Question> questions = new ArrayList<>();
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> arguments = new ArrayList<>();
  private boolean isSettled;

  /** What one request wants to know. On the loop. */
  interface Question {
    /** The limits that are asked of. */
    List<Part> parts();

    /**
     * What came of it.
     *
     * @param answer for each part whether it was taken (1) and the microseconds until the bucket is
     *     full
     * @param start where the first part's is
     */
    void answered(List<Long> answer, int start);

    /** Redis did not say in time. */
    void unanswered();
  }

  /** One limit of one request. */
  record Part(Rule rule, BucketKey key) {
    private byte[] redisKey() {
      var key = this.key.octets();
      var text = new StringBuilder("weir:limit:").append(rule.limit().name()).append(':');
      for (byte octet : key) {
        text.append(Character.forDigit(octet >> 4 & 15, 16))
            .append(Character.forDigit(octet & 15, 16));
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  void add(Question question) {
    questions.add(question);
    arguments.add(Octets.of(Integer.toString(question.parts().size())));
    for (var part : question.parts()) {
      var rule = part.rule();
      keys.add(part.redisKey());
      arguments.add(rule.microsEach());
      arguments.add(Octets.of(Long.toString(rule.terms().burst())));
      arguments.add(Octets.of(Integer.toString(rule.limit().cost())));
      arguments.add(Octets.of(rule.limit().isDryRun() ? "0" : "1"));
    }
  }

  int size() {
    return questions.size();
  }

  byte[][] keys() {
    return keys.toArray(byte[][]::new);
  }

  byte[][] arguments() {
    return arguments.toArray(byte[][]::new);
  }

  /** Tells each what came of it, unless they have been told already; whether this was first. */
  boolean answered(List<Long> answer) {
    if (isSettled) {
      return false;
    }
    isSettled = true;
    int start = 0;
    for (var question : questions) {
      question.answered(answer, start);
      start += question.parts().size() * 2;
    }
    return true;
  }

  /** Tells each that there is no answer; whether this was first. */
  boolean unanswered() {
    if (isSettled) {
      return false;
    }
    isSettled = true;
    questions.forEach(Question::unanswered);
    return true;
  }
}
