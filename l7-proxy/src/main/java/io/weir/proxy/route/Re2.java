package io.weir.proxy.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.weir.dsl.model.RegexCheck;
import java.util.Optional;

/** Says whether the engine that routes match with accepts a regular expression. Any thread. */
public final class Re2 implements RegexCheck {
  @Override
  public Optional<String> mistake(String regex) {
    try {
      Pattern.compile(regex);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription());
    }
  }
}
