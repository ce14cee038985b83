package io.weir.dsl.directive;

import io.weir.dsl.model.Vrrp;
import io.weir.dsl.model.VrrpAuth;
import io.weir.dsl.source.Code;
import io.weir.dsl.syntax.Argument;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What stands in a vrrp block, but for addresses. */
final class VrrpReaders {
  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final Duration NOTIFY_TIMEOUT = Duration.ofSeconds(30);
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(40);
  private static final int MAX_BURST = 32;

  private VrrpReaders() {}

  /** {@code version 2}. */
  static void version(Arguments arguments, VrrpDraft draft) {
    draft.version = Typed.number(arguments, "version", 2, 3);
    once(arguments, draft);
  }

  /** {@code priority 200}; {@code priority owner} is the word for 255. */
  static void priority(Arguments arguments, VrrpDraft draft) {
    draft.priority =
        arguments.accept("owner") ? Vrrp.OWNER : Typed.number(arguments, "priority", 1, Vrrp.OWNER);
    once(arguments, draft);
  }

  /** {@code advert 100ms}. */
  static void advert(Arguments arguments, VrrpDraft draft) {
    var meant = arguments.peek().flatMap(VrrpReaders::advertMeant);
    if (meant.isPresent()) {
      var word = arguments.word("a duration");
      arguments.flag(
          Code.WRONG_TYPE,
          word.span(),
          "advert needs a duration: %s is a number, did you mean %s?"
              .formatted(Context.shortened(word.text()), meant.get()));
      once(arguments, draft);
      return;
    }
    draft.advert = Typed.duration(arguments, "advert");
    once(arguments, draft);
  }

  /** keepalived counts seconds, also parts of them; a number too large for that is milliseconds. */
  private static Optional<String> advertMeant(Argument argument) {
    if (!(argument instanceof Argument.Word(var text, _))
        || !text.matches("[0-9]{1,3}\\.[0-9]{1,2}|[0-9]{1,5}")) {
      return Optional.empty();
    }
    var seconds = new BigDecimal(text);
    boolean isSeconds = text.indexOf('.') < 0 && seconds.compareTo(MOST_SECONDS) <= 0;
    if (isSeconds) {
      return Optional.of(text + "s");
    }
    boolean isMillis = text.indexOf('.') < 0;
    long millis = (isMillis ? seconds : seconds.movePointRight(3)).longValueExact();
    return Optional.of(millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms");
  }

  /** {@code preempt}: what a router does if nothing is said. */
  static void preempt(Arguments arguments, VrrpDraft draft) {
    once(arguments, draft);
  }

  /** {@code nopreempt}. */
  static void nopreempt(Arguments arguments, VrrpDraft draft) {
    draft.preempts = false;
    once(arguments, draft);
  }

  /** {@code preempt-delay 30s}. */
  static void preemptDelay(Arguments arguments, VrrpDraft draft) {
    draft.preemptDelay = delay(arguments, "preempt-delay");
    once(arguments, draft);
  }

  /** {@code start-delay 10s}. */
  static void startDelay(Arguments arguments, VrrpDraft draft) {
    draft.startDelay = delay(arguments, "start-delay");
    once(arguments, draft);
  }

  private static Duration delay(Arguments arguments, String slot) {
    var delay = Typed.duration(arguments, slot);
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          slot + " is " + arguments.last().text() + "; expected at most 1h");
    }
    return delay;
  }

  /** {@code auth pass file "F"} or {@code auth hmac file "F" permissive}. */
  static void auth(Arguments arguments, VrrpDraft draft) {
    var kind = arguments.oneOf("auth", List.of("pass", "hmac"));
    var secret = Secrets.take(arguments, "auth " + kind);
    if (kind.equals("pass")) {
      draft.auth = Optional.of(new VrrpAuth.Pass(secret));
    } else {
      var modes = Arrays.stream(VrrpAuth.Mode.values()).map(VrrpAuth.Mode::word).toList();
      var mode =
          arguments.isAtEnd() ? VrrpAuth.Mode.ENFORCE.word() : arguments.oneOf("auth hmac", modes);
      draft.auth =
          Optional.of(new VrrpAuth.Hmac(secret, VrrpAuth.Mode.values()[modes.indexOf(mode)]));
    }
    once(arguments, draft);
  }

  /** {@code checksum message-only}. */
  static void checksum(Arguments arguments, VrrpDraft draft) {
    var words = Arrays.stream(Vrrp.Checksum.values()).map(Vrrp.Checksum::word).toList();
    draft.checksum = Vrrp.Checksum.values()[words.indexOf(arguments.oneOf("checksum", words))];
    once(arguments, draft);
  }

  /** {@code announce 5 every 60s}; {@code announce 5} tells it at a takeover only. */
  static void announce(Arguments arguments, VrrpDraft draft) {
    int burst = Typed.number(arguments, "announce", 1, MAX_BURST);
    var every = Duration.ZERO;
    if (arguments.accept("every")) {
      every = Typed.duration(arguments, "announce every");
      if (!arguments.isBroken() && every.compareTo(Duration.ofSeconds(1)) < 0) {
        arguments.flag(
            Code.OUT_OF_RANGE,
            arguments.last(),
            "announce every is " + arguments.last().text() + "; expected at least 1s");
      }
    }
    draft.announcing = new Vrrp.Announcing(burst, every);
    once(arguments, draft);
  }

  /** {@code notify "moved.sh" timeout 10s}. */
  static void notify(Arguments arguments, VrrpDraft draft) {
    var program = FileNames.file(arguments, "notify");
    var timeout = arguments.accept("timeout") ? delay(arguments, "notify timeout") : NOTIFY_TIMEOUT;
    draft.notify = Optional.of(new Vrrp.Notify(program, timeout));
    once(arguments, draft);
  }

  /** {@code group gateway}. */
  static void group(Arguments arguments, VrrpDraft draft) {
    var name = arguments.word("the name of a group");
    if (!arguments.isLost() && !arguments.context().checkName(name, "group name")) {
      arguments.breakQuietly();
    }
    draft.group = Optional.of(name.text());
    once(arguments, draft);
  }

  /** The statement ends here, and its keyword must not have been there before. */
  static void once(Arguments arguments, VrrpDraft draft) {
    arguments.endWithoutBlock();
    var keyword = arguments.statement().keyword();
    if (draft.places.putIfAbsent(keyword.text(), arguments.statement().span()) != null) {
      arguments.flag(
          Code.SET_TWICE, keyword.span(), "\"" + keyword.text() + "\" is set twice in this block");
    }
  }
}
