package io.weir.dsl;

import io.weir.dsl.directive.ConfigReader;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.source.Diagnostic;
import io.weir.dsl.source.FileSources;
import io.weir.dsl.source.Findings;
import io.weir.dsl.source.Source;
import io.weir.dsl.source.SourceBytes;
import io.weir.dsl.source.SourceLoader;
import java.util.List;
import java.util.Optional;

/**
 * Reads configurations. Pure but for the loader; may be called by any thread, but takes time with
 * large files, so not by an event loop.
 */
public final class WeirFile {
  private WeirFile() {}

  /** Reads a source and what it includes; regular expressions are not looked at. */
  public static Reading read(Source source, SourceLoader loader) {
    return read(source, loader, RegexCheck.NONE);
  }

  /** Reads a source and what it includes. */
  public static Reading read(Source source, SourceLoader loader, RegexCheck regexes) {
    var findings = new Findings();
    var includes = new Includes(loader, findings);
    var statements = includes.statements(source);
    var config = new ConfigReader(findings, regexes, includes.top(source)).read(statements);
    return findings.hasErrors()
        ? new Reading.Rejected(findings.errors())
        : new Reading.Accepted(config, findings.warnings());
  }

  /** Reads bytes that were sent or read from a file of this name. */
  public static Reading read(String name, byte[] bytes, SourceLoader loader, RegexCheck regexes) {
    return read(SourceBytes.decode(name, bytes), loader, regexes);
  }

  /** Reads the file of this name and what it includes. */
  public static Reading read(String name, FileSources files, RegexCheck regexes) {
    return read(files.open(name), files, regexes);
  }

  private static Reading read(
      SourceBytes.Decoded decoded, SourceLoader loader, RegexCheck regexes) {
    Optional<Diagnostic> problem = decoded.problem();
    return problem.isPresent()
        ? new Reading.Rejected(List.of(problem.get()))
        : read(decoded.source(), loader, regexes);
  }
}
