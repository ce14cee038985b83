package io.weir.main;

import io.weir.main.keepalived.Imported;
import io.weir.main.keepalived.Keepalived;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir import keepalived}: a configuration for what keepalived.conf says. */
@Command(
    name = "keepalived",
    description = "Turn a keepalived.conf into a configuration.",
    footer = {
      "",
      "Prints it on stdout; how much of the file that is, and what has no match, on stderr. Exit",
      "codes: 0 all of it is in the configuration, 1 some is not, or nothing could be read, 2",
      "misused."
    },
    mixinStandardHelpOptions = true)
final class ImportKeepalived implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A keepalived.conf, or - for stdin.")
  private String file;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description =
          "Write each auth_pass to a file in this folder, for the owner alone; else they are left"
              + " out.")
  private @Nullable Path secrets;

  @Override
  public Integer call() throws IOException {
    var folder = Optional.ofNullable(secrets).map(path -> path.toAbsolutePath().normalize());
    var imported = Keepalived.read(text(), folder.map(Path::toString));
    write(imported.secrets());
    tell(imported);
    return imported.known() == imported.all() && imported.todos().isEmpty() ? 0 : 1;
  }

  private String text() throws IOException {
    try (var in = file.equals("-") ? System.in : open()) {
      var octets = in.readNBytes(Keepalived.LARGEST + 1);
      if (octets.length > Keepalived.LARGEST) {
        throw new Failure("found more than %d octets in '%s'".formatted(Keepalived.LARGEST, file));
      }
      return new String(octets, StandardCharsets.UTF_8);
    }
  }

  private InputStream open() throws IOException {
    return Files.newInputStream(Path.of(file));
  }

  private static void write(Map<String, String> secrets) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    for (var secret : secrets.entrySet()) {
      var path = Path.of(secret.getKey());
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      try {
        Files.createFile(path, ownerOnly);
      } catch (FileAlreadyExistsException _) {
        if (Files.readString(path, StandardCharsets.ISO_8859_1).strip().equals(secret.getValue())) {
          continue;
        }
        throw new Failure("'" + path + "' is there already, with another password");
      }
      Files.writeString(path, secret.getValue() + "\n", StandardCharsets.ISO_8859_1);
    }
  }

  private void tell(Imported imported) {
    var out = spec.commandLine().getOut();
    out.print(imported.text());
    out.flush();
    var err = spec.commandLine().getErr();
    err.println("weir: " + imported.coverage());
    imported.todos().forEach(todo -> err.println("weir: " + todo));
    err.flush();
  }
}
