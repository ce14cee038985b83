package io.weir.dsl.directive;

import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.SharedLimits;
import io.weir.dsl.model.SharedLimits.OnFailure;
import io.weir.dsl.model.SharedLimits.Secret;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code shared redis "redis://10.0.0.5:6379" { password file "redis.password"; timeout 5ms }}. */
final class SharedReader implements Reader<FileDraft> {
  static final Table<Draft> TABLE =
      new Table<>(
          Scope.SHARED,
          Map.of(
              "user", SharedReader::user,
              "password", SharedReader::password,
              "ca", SharedReader::authorities,
              "timeout", SharedReader::timeout,
              "on-failure", SharedReader::onFailure));

  private static final int DEFAULT_PORT = 6379;
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(1);
  private static final String EXAMPLE = "write: shared redis \"redis://10.0.0.5:6379/0\"";

  /** The block while it is read. */
  static final class Draft {
    private Optional<String> user = Optional.empty();
    private Optional<Secret> password = Optional.empty();
    private Optional<NamedFile> authorities = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<OnFailure> onFailure = Optional.empty();
  }

  @Override
  public void read(Arguments arguments, FileDraft file) {
    file.once(arguments);
    file.statesShared = true;
    arguments.oneOf("shared", List.of("redis"));
    var url = Typed.text(arguments, "shared redis");
    arguments.end();
    var draft = new Draft();
    TABLE.read(arguments.optionalBlock(), draft, arguments.context());
    if (arguments.isBroken()) {
      return;
    }
    boolean isTls = url.value().startsWith("rediss://");
    if (!isTls && !url.value().startsWith("redis://")) {
      arguments.fail(wrong(url, "expected redis://… or rediss://…"));
      return;
    }
    var rest = url.value().substring(url.value().indexOf("://") + 3);
    if (rest.indexOf('@') >= 0) {
      arguments.fail(
          wrong(url, "a user or password does not belong into it")
              .hint("write: { user \"weir\"; password file \"redis.password\" }"));
      return;
    }
    int slash = rest.indexOf('/');
    int database = slash < 0 || slash == rest.length() - 1 ? 0 : database(rest, slash + 1);
    var place = place(slash < 0 ? rest : rest.substring(0, slash));
    if (database < 0 || place.isEmpty()) {
      arguments.fail(
          wrong(url, "expected a host, a port and the number of a database").hint(EXAMPLE));
      return;
    }
    file.shared =
        Optional.of(
            new SharedLimits(
                isTls,
                place.get(),
                database,
                draft.user,
                draft.password,
                draft.authorities,
                draft.timeout.orElse(SharedLimits.DEFAULT_TIMEOUT),
                draft.onFailure.orElse(OnFailure.LOCAL),
                arguments.statement().span()));
  }

  private static int database(String text, int start) {
    return Literals.shortNumber(text.substring(start), 4);
  }

  private static Optional<Endpoint> place(String text) {
    boolean hasPort = text.lastIndexOf(':') > text.lastIndexOf(']');
    if (text.isEmpty() || text.startsWith(":")) {
      return Optional.empty();
    }
    return Literals.of(hasPort ? text : text + ":" + DEFAULT_PORT) instanceof Value.Place(var at)
        ? Optional.of(at)
        : Optional.empty();
  }

  private static Diagnostic wrong(Typed.Text url, String why) {
    return Diagnostic.of(Code.BAD_ADDRESS, url.span(), "this is no address of a Redis: " + why);
  }

  private static void user(Arguments arguments, Draft draft) {
    var user = Typed.text(arguments, "user").value();
    once(arguments, draft.user);
    draft.user = Optional.of(user);
  }

  private static void password(Arguments arguments, Draft draft) {
    Secret secret =
        arguments.oneOf("password", List.of("file", "env")).equals("file")
            ? new Secret.InFile(FileNames.file(arguments, "password file"))
            : new Secret.InEnvironment(Typed.text(arguments, "password env").value());
    once(arguments, draft.password);
    draft.password = Optional.of(secret);
  }

  private static void authorities(Arguments arguments, Draft draft) {
    var file = FileNames.file(arguments, "ca");
    once(arguments, draft.authorities);
    draft.authorities = Optional.of(file);
  }

  private static void timeout(Arguments arguments, Draft draft) {
    var timeout = Typed.duration(arguments, "timeout");
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      arguments.flag(
          Code.OUT_OF_RANGE,
          arguments.last(),
          "timeout is " + arguments.last().text() + "; expected at most 1s");
    }
    once(arguments, draft.timeout);
    draft.timeout = Optional.of(timeout);
  }

  private static void onFailure(Arguments arguments, Draft draft) {
    var words = Arrays.stream(OnFailure.values()).map(OnFailure::word).toList();
    var word = arguments.oneOf("on-failure", words);
    once(arguments, draft.onFailure);
    draft.onFailure = Optional.of(OnFailure.values()[words.indexOf(word)]);
  }

  private static void once(Arguments arguments, Optional<?> before) {
    if (before.isPresent()) {
      arguments.flag(
          Code.SET_TWICE,
          arguments.statement().keyword().span(),
          "\"" + arguments.keyword() + "\" is set twice in this block");
    }
    arguments.endWithoutBlock();
  }
}
