package io.weir.dsl.directive;

import io.weir.dsl.model.Forward;
import io.weir.dsl.model.Forward.Checksum;
import io.weir.dsl.model.Forward.Wrap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code dr}, {@code nat} or {@code tunnel gue 6080 checksum}, wherever such a thing is said. */
final class ForwardReader {
  private static final List<String> WRAPS = Stream.of(Wrap.values()).map(Wrap::word).toList();
  private static final List<String> SUMS =
      Stream.of(Checksum.values()).map(Checksum::word).toList();

  private ForwardReader() {}

  static Forward read(Arguments arguments) {
    return switch (arguments.oneOf("forward", List.of("dr", "nat", "tunnel"))) {
      case "nat" -> new Forward.Nat();
      case "tunnel" -> tunnel(arguments);
      default -> new Forward.Direct();
    };
  }

  private static Forward tunnel(Arguments arguments) {
    var wrap = Wrap.values()[accepted(arguments, WRAPS)];
    int port = wrap == Wrap.GUE ? Typed.number(arguments, "forward tunnel gue", 1, 65535) : 0;
    var sums = new ArrayList<>(SUMS);
    switch (wrap) {
      case IPIP -> sums.clear();
      case GUE -> {}
      case GRE -> sums.remove(Checksum.REMOTE.word());
    }
    return new Forward.Tunnel(wrap, port, Checksum.values()[accepted(arguments, sums)]);
  }

  /** The number of the word that is next; 0 if none of them is. */
  private static int accepted(Arguments arguments, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (arguments.accept(words.get(i))) {
        return i;
      }
    }
    return 0;
  }
}
