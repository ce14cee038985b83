package io.weir.dsl.directive;

import io.weir.dsl.model.AccessBlock;
import io.weir.dsl.model.AccessRule;
import io.weir.dsl.model.Auth;
import io.weir.dsl.model.Condition;
import io.weir.dsl.model.Condition.Field;
import io.weir.dsl.model.HeaderEdit;
import io.weir.dsl.model.RouteSettings;
import io.weir.dsl.model.Template;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Works out whose tokens the claims of one route are from: those of its own {@code auth jwt}, else
 * of the only {@code jwt} that is declared.
 */
final class ClaimUses {
  private final Context context;
  private final RouteDraft route;
  private final Optional<String> own;
  private boolean isReported;

  ClaimUses(Context context, RouteDraft route, Optional<Auth> auth) {
    this.context = context;
    this.route = route;
    this.own =
        auth.flatMap(found ->
            found instanceof Auth.Jwt(var verifier, _, _)
                ? Optional.of(verifier)
                : Optional.empty());
  }

  /** The settings with every claim placed. */
  RouteSettings place(RouteSettings settings) {
    return settings.with(
        settings.access().stream().map(this::place).toList(),
        edits(settings.requestEdits()),
        edits(settings.responseEdits()),
        settings.rewrite().map(this::place),
        settings.auth().map(this::place));
  }

  /** The condition with every claim placed. */
  Condition place(Condition condition) {
    return switch (condition) {
      case Condition.And(var parts) -> new Condition.And(parts.stream().map(this::place).toList());
      case Condition.Or(var parts) -> new Condition.Or(parts.stream().map(this::place).toList());
      case Condition.Not(var part) -> new Condition.Not(place(part));
      case Condition.Test(Field.Jwt(_, var claim), var predicate) ->
          new Condition.Test(new Field.Jwt(verifier(claim), claim), predicate);
      case Condition.Test test -> test;
    };
  }

  /** The template with every claim placed. */
  Template place(Template template) {
    return new Template(
        template.parts().stream()
            .map(part ->
                part instanceof Template.Part.Claim(_, var claim)
                    ? new Template.Part.Claim(verifier(claim), claim)
                    : part)
            .toList());
  }

  private AccessBlock place(AccessBlock block) {
    return new AccessBlock(
        block.rules().stream()
            .map(rule ->
                new AccessRule(
                    rule.action(),
                    rule.from(),
                    rule.when().map(this::place),
                    rule.status(),
                    rule.span()))
            .toList());
  }

  private Auth place(Auth auth) {
    return switch (auth) {
      case Auth.Jwt(var verifier, var require, var strips) ->
          new Auth.Jwt(verifier, require.map(this::place), strips);
      case Auth.Basic _, Auth.Key _, Auth.Forward _ -> auth;
    };
  }

  private List<HeaderEdit> edits(List<HeaderEdit> edits) {
    Function<HeaderEdit, HeaderEdit> placed =
        edit ->
            switch (edit) {
              case HeaderEdit.Set(var name, var value) -> new HeaderEdit.Set(name, place(value));
              case HeaderEdit.Add(var name, var value) -> new HeaderEdit.Add(name, place(value));
              case HeaderEdit.Remove _ -> edit;
            };
    return edits.stream().map(placed).toList();
  }

  private String verifier(String claim) {
    if (own.isPresent()) {
      return own.get();
    }
    var declared = context.verifiers.all();
    if (declared.size() == 1) {
      var only = declared.iterator().next();
      context.verifiers.use(only);
      return only;
    }
    report(claim, List.copyOf(declared));
    return "";
  }

  private void report(String claim, List<String> declared) {
    if (isReported || !route.isHeadSound) {
      return;
    }
    isReported = true;
    Span span = route.span;
    var what = "jwt \"" + Context.shortened(claim) + "\"";
    context.report(
        declared.isEmpty()
            ? Diagnostic.of(Code.UNKNOWN_NAME, span, what + " is of no token: no jwt is declared")
                .hint("write at the top of the file: jwt NAME { keys file \"jwks.json\" }")
            : Diagnostic.of(Code.UNKNOWN_NAME, span, what + " may be of several tokens")
                .label("expected \"auth jwt\" with one of: " + String.join(", ", declared)));
  }
}
