package io.weir.main;

import io.weir.dsl.Reading;
import io.weir.dsl.model.Expectation.HeaderLine;
import io.weir.dsl.model.WeirConfig;
import io.weir.dsl.source.DiagnosticText;
import io.weir.proxy.config.ClientFiles;
import io.weir.proxy.config.Rehearsal;
import io.weir.proxy.config.RehearsedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir explain FILE REQUEST}: what a configuration makes of a request, and why. */
@Command(
    name = "explain",
    description = "Say what a configuration makes of a request, and why.",
    footer = {
      "",
      "The request comes in at the listener with the URL's port; if there is none, at the first",
      "one that does more than redirect to https. Nothing is sent.",
      "Exit codes: 0 explained, 1 the file has errors, 2 misused."
    },
    mixinStandardHelpOptions = true)
final class Explain implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The configuration.")
  private String file;

  @Parameters(
      index = "1",
      paramLabel = "REQUEST",
      description = "Method and URL, as in \"GET https://host/path\"; GET if it is a URL alone.")
  private String request;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "\"NAME: VALUE\"",
      description = "A field line of the request; may be repeated.")
  private List<String> headers = List.of();

  @Option(
      names = "--from",
      paramLabel = "IP",
      description = "The client's address; ${DEFAULT-VALUE} if not given.")
  private String from = "127.0.0.1";

  @Option(names = "--json", description = "Print JSON.")
  private boolean isJson;

  @Override
  public Integer call() {
    var asked = request();
    var reading = new ConfigFile(file).read().reading();
    return switch (reading) {
      case Reading.Rejected(var errors) -> {
        spec.commandLine().getErr().print(DiagnosticText.render(errors));
        spec.commandLine().getErr().flush();
        yield 1;
      }
      case Reading.Accepted(var config, _) -> {
        var files = new ClientFiles();
        var mistakes = files.read(config);
        if (!mistakes.isEmpty()) {
          spec.commandLine().getErr().print(DiagnosticText.render(mistakes));
          spec.commandLine().getErr().flush();
          yield 1;
        }
        var rehearsed = rehearsal(config, files).explain(asked);
        var out = spec.commandLine().getOut();
        out.print(
            isJson
                ? ExplainJson.of(config, asked, rehearsed)
                : new ExplainText(config, asked, rehearsed).render());
        out.flush();
        yield 0;
      }
    };
  }

  private static Rehearsal rehearsal(WeirConfig config, ClientFiles files) {
    try {
      return Rehearsal.of(config, files);
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()));
    }
  }

  private RehearsedRequest request() {
    int space = request.indexOf(' ');
    var method = space < 0 ? "GET" : request.substring(0, space);
    var url = request.substring(space + 1).strip();
    try {
      var lines = headers.stream().map(this::header).toList();
      return new RehearsedRequest(method, url, lines, address());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private InetAddress address() {
    try {
      return InetAddress.ofLiteral(from);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("found '" + from + "' for --from; expected an address", e);
    }
  }

  private HeaderLine header(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("found header '" + text + "'; expected \"Name: value\"");
    }
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("found a line break in a header; expected one line each");
    }
    int value = text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
    return new HeaderLine(text.substring(0, colon), text.substring(value));
  }
}
