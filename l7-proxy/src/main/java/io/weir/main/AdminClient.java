package io.weir.main;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How commands reach the admin port of a running Weir: the options, and the calls. */
final class AdminClient {
  @Option(
      names = "--admin",
      paramLabel = "URL",
      description = "The admin port; ${DEFAULT-VALUE} if not given.")
  private String url = "http://127.0.0.1:9901";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token, if the admin port wants one.")
  private @Nullable Path tokenFile;

  /** Sends a request without content, and returns the answer as text. */
  HttpResponse<String> send(String method, String path) {
    return send(method, path, "");
  }

  /** Sends a request with a form as its content, and returns the answer as text. */
  HttpResponse<String> send(String method, String path, String form) {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      var request =
          HttpRequest.newBuilder(at(path))
              .timeout(Duration.ofSeconds(60))
              .header("Accept", "text/plain")
              .method(
                  method,
                  form.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(form));
      if (!form.isEmpty()) {
        request.header("Content-Type", "application/x-www-form-urlencoded");
      }
      if (tokenFile != null) {
        request.header("Authorization", "Bearer " + Files.readString(tokenFile).strip());
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Failure("found no answer at '" + at(path) + "': " + reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while waiting for '" + at(path) + "'");
    }
  }

  /** Asks for a report that has a form for programs too, and prints it. */
  void report(CommandSpec spec, String path, boolean isJson) {
    var answer = send("GET", isJson ? path + "?format=json" : path);
    if (answer.statusCode() != 200) {
      throw unexpected(answer);
    }
    print(spec, answer.body());
  }

  static void print(CommandSpec spec, String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }

  static Failure unexpected(HttpResponse<String> answer) {
    return new Failure(
        "found status %d from the admin port: %s"
            .formatted(answer.statusCode(), answer.body().strip()));
  }

  private URI at(String path) {
    var base = url.contains("://") ? url : "http://" + url;
    try {
      var at = URI.create(base).resolve(path);
      if (at.getHost() != null && String.valueOf(at.getScheme()).startsWith("http")) {
        return at;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new Failure("found '" + url + "'; expected a URL such as http://127.0.0.1:9901");
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.net.ConnectException _ -> "is Weir running, with 'admin' in its configuration?";
      case java.nio.file.NoSuchFileException missing ->
          "no token file '" + missing.getMessage() + "'";
      default -> String.valueOf(e.getMessage() == null ? e : e.getMessage());
    };
  }
}
