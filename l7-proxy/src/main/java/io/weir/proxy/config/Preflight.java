package io.weir.proxy.config;

import io.weir.dsl.model.Admin;
import io.weir.dsl.model.ContentCoding;
import io.weir.dsl.model.Expectation;
import io.weir.dsl.model.Expectation.Outcome;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.SharedLimits;
import io.weir.dsl.model.Terminal;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.Span;
import io.weir.proxy.admin.TokenFile;
import io.weir.proxy.auth.Secrets;
import io.weir.proxy.compress.Natives;
import io.weir.proxy.files.FilesTerminal;
import io.weir.proxy.limit.RedisFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is looked at before a configuration that reads well is put in force, and at every check: the
 * files and folders that it names, and its {@code expect} lines. Opens no port. Blocks.
 */
public final class Preflight {
  private Preflight() {}

  /**
   * What speaks against the configuration; empty: nothing.
   *
   * @param clients gets what the configuration says to read
   */
  public static List<Diagnostic> mistakes(WeirConfig config, ClientFiles clients) {
    var mistakes = new ArrayList<>(clients.read(config));
    for (var host : config.hosts()) {
      for (var route : host.routes()) {
        if (route.terminal() instanceof Terminal.Files files) {
          try {
            FilesTerminal.directory(files);
          } catch (IOException e) {
            mistakes.add(
                Diagnostic.of(Code.NO_FOLDER, route.span(), String.valueOf(e.getMessage())));
          }
        }
      }
    }
    mistakes.addAll(missingLibraries(config));
    config.admin().flatMap(Admin::tokenFile).flatMap(Preflight::token).ifPresent(mistakes::add);
    for (var unfit : Secrets.unfit(config)) {
      mistakes.add(Diagnostic.of(Code.NO_FILE, unfit.secret().span(), unfit.why()));
    }
    config.shared().ifPresent(shared -> mistakes.addAll(unfit(shared)));
    if (!config.expectations().isEmpty() && mistakes.isEmpty()) {
      mistakes.addAll(failures(config, clients));
    }
    return List.copyOf(mistakes);
  }

  private static List<Diagnostic> failures(WeirConfig config, ClientFiles clients) {
    var failures = new ArrayList<Diagnostic>();
    try {
      var rehearsal = Rehearsal.of(config, clients);
      for (var expectation : config.expectations()) {
        failure(expectation, rehearsal).ifPresent(failures::add);
      }
    } catch (IOException _) {
      // A file that cannot be read, which has been told of by now.
    }
    return failures;
  }

  /** Codings that routes name and whose libraries do not work here, each once for its place. */
  private static List<Diagnostic> missingLibraries(WeirConfig config) {
    return config.hosts().stream()
        .flatMap(host -> host.routes().stream())
        .flatMap(route -> route.settings().compression().stream())
        .flatMap(rules ->
            rules.codings().stream()
                .flatMap(choice -> missingLibrary(choice.coding(), rules.span()).stream()))
        .distinct()
        .toList();
  }

  private static Optional<Diagnostic> missingLibrary(ContentCoding coding, Span place) {
    return Natives.problem(coding)
        .map(problem ->
            Diagnostic.of(Code.UNAVAILABLE, place, "compress " + coding.token() + ": " + problem)
                .hint(
                    "libraries are unpacked into the folder of -Djava.io.tmpdir, which must allow"
                        + " to execute; or leave "
                        + coding.token()
                        + " out"));
  }

  private static List<Diagnostic> unfit(SharedLimits shared) {
    return RedisFiles.unfit(shared).stream()
        .map(unfit ->
            Diagnostic.of(
                Code.NO_FILE, unfit.file().map(NamedFile::span).orElse(shared.span()), unfit.why()))
        .toList();
  }

  private static Optional<Diagnostic> token(NamedFile file) {
    try {
      TokenFile.check(Path.of(file.path()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Diagnostic.of(Code.NO_FILE, file.span(), String.valueOf(e.getMessage())));
    }
  }

  private static Optional<Diagnostic> failure(Expectation expectation, Rehearsal rehearsal) {
    var found = rehearsal.perform(RehearsedRequest.of(expectation));
    if (holds(expectation.outcome(), found.verdict())) {
      return Optional.empty();
    }
    var message =
        "%s %s %s; expected %s"
            .formatted(
                expectation.method(),
                expectation.url(),
                text(found.verdict()),
                text(expectation.outcome()));
    var decider =
        found
            .route()
            .map(route ->
                "decided by route \"%s\" (%s)".formatted(route.name(), route.span().place()))
            .or(() ->
                found.listener().redirectToHttps()
                    ? Optional.of(
                        "decided by listen %s (%s)"
                            .formatted(found.listener().at(), found.listener().span().place()))
                    : Optional.empty());
    return Optional.of(
        Diagnostic.of(Code.FAILED_EXPECT, expectation.span(), message).label(decider));
  }

  private static boolean holds(Outcome outcome, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused refused ->
          outcome instanceof Outcome.Status(var status) && status == refused.status();
      case Verdict.Forwarded(var shares, _) ->
          outcome instanceof Outcome.ToPool(var pool)
              && shares.stream()
                  .anyMatch(share -> share.pool().equals(pool) && share.basisPoints() > 0);
      case Verdict.Answered answered ->
          switch (outcome) {
            case Outcome.ToPool _ -> false;
            case Outcome.Status(var status) -> status == answered.status();
            case Outcome.RedirectTo(var target) -> answered.location().equals(Optional.of(target));
          };
    };
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.ToPool(var pool) -> "pool \"" + pool + "\"";
      case Outcome.Status(var status) -> "status " + status;
      case Outcome.RedirectTo(var target) -> "a redirect to \"" + target + "\"";
    };
  }

  private static String text(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refused(var cause, var status, var detail) ->
          "is refused with %d %s: %s".formatted(status, cause.code(), detail);
      case Verdict.Forwarded(var shares, _) ->
          "goes to "
              + shares.stream()
                  .filter(share -> share.basisPoints() > 0)
                  .map(share -> "pool \"" + share.pool() + "\"")
                  .collect(Collectors.joining(" or "));
      case Verdict.Answered answered ->
          "is %s with status %d"
              .formatted(
                  answered
                      .location()
                      .map(target -> "redirected to \"" + target + "\"")
                      .orElse("answered"),
                  answered.status());
    };
  }
}
