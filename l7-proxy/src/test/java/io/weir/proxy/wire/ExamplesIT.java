package io.weir.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.WeirFile;
import io.weir.dsl.model.Endpoint;
import io.weir.dsl.model.RegexCheck;
import io.weir.dsl.source.FileSources;
import io.weir.main.Outcome;
import io.weir.main.ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code conf/}, but for those that change tables of the kernel: each one runs. */
class ExamplesIT {
  private static final Path CONF = Path.of("../conf");
  private static final Pattern LISTEN = Pattern.compile("(?m)^listen [^ {\\n]+");
  private static final Pattern OF_THE_KERNEL = Pattern.compile("(?m)^(director|register) ");

  @TempDir Path folder;

  static Stream<String> examples() throws IOException {
    try (var files = Files.list(CONF)) {
      return files
          .filter(file -> file.toString().endsWith(".weir") && !isOfTheKernel(file))
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean isOfTheKernel(Path file) {
    try {
      return OF_THE_KERNEL.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void startsAndAnswers(String name) throws IOException {
    copy(CONF, folder);
    var file = folder.resolve(name);
    Files.writeString(
        file, LISTEN.matcher(Files.readString(file)).replaceFirst("listen 127.0.0.1:0"));

    try (var server = ProxyServer.start(1)) {
      var outcome =
          server.apply(WeirFile.read(file.toString(), new FileSources(), RegexCheck.NONE));
      assertThat(outcome).isInstanceOf(Outcome.InForce.class);
      try (var client = new RawClient(server.port(new Endpoint("127.0.0.1", 0)))) {
        var reply = client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").read();

        assertThat(reply.status()).isBetween(200, 599);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var place = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(place);
        } else {
          Files.copy(file, place);
        }
      }
    }
  }
}
