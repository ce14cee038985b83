package io.weir.dsl.directive;

import io.weir.dsl.model.VrrpTrack;
import io.weir.dsl.source.Code;
import io.weir.dsl.syntax.Argument;
import java.util.List;

/**
 * {@code track interface eth1 weight -50}, {@code track script "check" every 1s} and the like;
 * without a weight the router gives up while what it tracks is down.
 */
final class TrackReader implements Reader<VrrpDraft> {
  private static final List<String> KINDS =
      List.of("interface", "file", "script", "process", "proxy");

  private static final int MOST = 64;

  /** As keepalived has it: what is up or down moves less than all, a number may move all. */
  private static final int MAX_WEIGHT = 253;

  private static final int MAX_FACTOR = 254;

  /** What a command line may have in /proc, and more than any name of a file has. */
  private static final int LONGEST_NAME = 255;

  @Override
  public void read(Arguments arguments, VrrpDraft draft) {
    var track = track(arguments, arguments.oneOf("track", KINDS));
    boolean isTwice = draft.tracks.stream().anyMatch(one -> one.label().equals(track.label()));
    if (isTwice && !arguments.isBroken()) {
      arguments.flag(
          Code.SET_TWICE, arguments.statement().span(), track.label() + " is tracked twice");
    }
    if (draft.tracks.size() == MOST && !arguments.isBroken()) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.statement().span(),
          "a virtual router tracks at most %d things".formatted(MOST));
    }
    draft.tracks.add(track);
    arguments.endWithoutBlock();
  }

  private static VrrpTrack track(Arguments arguments, String kind) {
    return switch (kind) {
      case "interface" ->
          new VrrpTrack.Interface(VrrpReader.interfaceName(arguments), weight(arguments));
      case "file" ->
          new VrrpTrack.Content(
              FileNames.file(arguments, "track file"), weight(arguments, MAX_FACTOR));
      case "script" -> script(arguments);
      case "process" -> new VrrpTrack.Program(processName(arguments), weight(arguments));
      default -> new VrrpTrack.Proxy(weight(arguments));
    };
  }

  private static VrrpTrack script(Arguments arguments) {
    var draft = TrackedRun.read(arguments);
    return new VrrpTrack.Script(draft.run(), draft.weight());
  }

  private static String processName(Arguments arguments) {
    var name = Typed.text(arguments, "track process");
    var text = name.value();
    boolean isName =
        !text.isBlank()
            && text.equals(text.strip())
            && text.length() <= LONGEST_NAME
            && text.indexOf('/') < 0
            && text.chars().noneMatch(Character::isISOControl);
    if (!arguments.isBroken() && !isName) {
      arguments.flag(
          Code.BAD_NAME,
          name.span(),
          "track process needs the name of a program without its folder, such as \"nginx\"");
    }
    return text;
  }

  private static int weight(Arguments arguments) {
    return weight(arguments, MAX_WEIGHT);
  }

  private static int weight(Arguments arguments, int most) {
    return arguments.accept("weight") ? number(arguments, most) : 0;
  }

  /** The number behind {@code weight}, of a script. */
  static int number(Arguments arguments) {
    return number(arguments, MAX_WEIGHT);
  }

  /** A number with or without a sign; the language has no negative numbers elsewhere. */
  private static int number(Arguments arguments, int most) {
    Argument.Word word = arguments.word("a weight such as -50");
    var text = word.text();
    boolean isSigned = text.startsWith("-") || text.startsWith("+");
    int size = Literals.shortNumber(isSigned ? text.substring(1) : text, 3);
    if (!arguments.isLost() && (size < 1 || size > most)) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          word.span(),
          "weight is %s; expected -%d to -1 or 1 to %d"
              .formatted(Context.shortened(text), most, most));
    }
    return text.startsWith("-") ? -size : size;
  }
}
