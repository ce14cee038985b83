package io.weir.dsl.directive;

import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Condition;
import io.weir.dsl.source.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code auth basic …}, {@code auth key …}, {@code auth jwt NAME}, {@code auth forward "URL"}. */
final class AuthReader implements Reader<Layer> {
  static final Table<AuthDraft> CREDENTIALS =
      new Table<>(Scope.AUTH, Map.of("credentials", AuthReader::credentials));
  static final Table<AuthDraft> JWT =
      new Table<>(
          Scope.AUTH,
          Map.of("credentials", AuthReader::credentials, "require", AuthReader::require));

  private static final List<String> KINDS = List.of("basic", "forward", "jwt", "key", "off");
  private static final List<String> KEY_PLACES = List.of("header", "cookie", "query");

  @Override
  public void read(Arguments arguments, Layer layer) {
    var keyword = arguments.statement().keyword().span();
    var kind = arguments.oneOf("auth", KINDS);
    var auth =
        arguments.isLost()
            ? Optional.<Auth>empty()
            : switch (kind) {
              case "basic" -> Optional.of(basic(arguments));
              case "key" -> Optional.of(key(arguments));
              case "jwt" -> Optional.of(jwt(arguments));
              case "forward" -> Optional.of(AuthForwardReader.forward(arguments));
              default -> {
                arguments.endWithoutBlock();
                yield Optional.<Auth>empty();
              }
            };
    layer.set(Setting.AUTH, new Setting.Login(auth), keyword, arguments);
  }

  private static Auth basic(Arguments arguments) {
    var users = Secrets.take(arguments, "auth basic");
    var realm = "restricted";
    if (arguments.accept("realm")) {
      var text = Typed.text(arguments, "realm");
      realm = text.value();
      // RFC 9110 11.5: a quoted-string, and nothing beyond ASCII means the same to all clients
      if (!arguments.isBroken() && !realm.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
        arguments.flag(
            Code.OUT_OF_RANGE, text.span(), "realm: only printable ASCII can be sent as such");
      }
    }
    var draft = block(arguments, CREDENTIALS);
    return new Auth.Basic(users, realm, draft.strips.orElse(false));
  }

  private static Auth key(Arguments arguments) {
    var place = CredentialPlaces.take(arguments, "auth key", KEY_PLACES);
    var keys = Secrets.take(arguments, "auth key");
    var draft = block(arguments, CREDENTIALS);
    return new Auth.Key(place, keys, draft.strips.orElse(true));
  }

  private static Auth jwt(Arguments arguments) {
    var name = arguments.word("the name of a jwt");
    if (!arguments.isLost()
        && !arguments.context().verifiers.use(name, arguments.context().findings)) {
      arguments.breakQuietly();
    }
    var draft = block(arguments, JWT);
    return new Auth.Jwt(name.text(), draft.require, draft.strips.orElse(false));
  }

  private static AuthDraft block(Arguments arguments, Table<AuthDraft> table) {
    arguments.end();
    var draft = new AuthDraft();
    if (!table.read(arguments.optionalBlock(), draft, arguments.context())) {
      arguments.breakQuietly();
    }
    return draft;
  }

  private static void credentials(Arguments arguments, AuthDraft draft) {
    draft.once(arguments);
    draft.strips =
        Optional.of(arguments.oneOf("credentials", List.of("pass", "strip")).equals("strip"));
    arguments.endWithoutBlock();
  }

  private static void require(Arguments arguments, AuthDraft draft) {
    var condition = new ConditionReader(arguments).read();
    arguments.endWithoutBlock();
    draft.require =
        Optional.of(
            draft
                .require
                .<Condition>map(first -> new Condition.And(List.of(first, condition)))
                .orElse(condition));
  }
}
