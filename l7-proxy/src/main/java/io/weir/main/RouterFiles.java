package io.weir.main;

import io.weir.dsl.model.Director;
import io.weir.dsl.model.NamedFile;
import io.weir.dsl.model.Secret;
import io.weir.dsl.model.VrrpAuth;
import io.weir.dsl.model.VrrpTrack;
import io.weir.dsl.source.Code;
import io.weir.dsl.source.Diagnostic;
import io.weir.vrrp.packet.AuthField;
import io.weir.vrrp.packet.HmacKeys;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What virtual routers name outside of a configuration: passwords, keys, programs. Blocks on the
 * disk.
 */
final class RouterFiles {
  private static final int LARGEST = 64 << 10;

  private RouterFiles() {}

  /** What cannot be read, or is none, of all that a director names. */
  static List<Diagnostic> mistakes(Director director) {
    var mistakes = new ArrayList<Diagnostic>();
    for (var router : director.routers()) {
      router.auth().flatMap(RouterFiles::mistake).ifPresent(mistakes::add);
      router.hook().flatMap(hook -> notRun(hook.program())).ifPresent(mistakes::add);
      for (var track : router.tracks()) {
        if (track instanceof VrrpTrack.Script(var run, _)) {
          notFound(run).ifPresent(mistakes::add);
        }
      }
    }
    director
        .pair()
        .flatMap(pair -> mistake(pair.key(), () -> pairKey(pair.key())))
        .ifPresent(mistakes::add);
    return mistakes;
  }

  private static Optional<Diagnostic> notRun(NamedFile program) {
    var path = Path.of(program.path());
    var why = Files.exists(path) ? "cannot be run" : "is not there";
    return Files.isRegularFile(path) && Files.isExecutable(path)
        ? Optional.empty()
        : Optional.of(
            Diagnostic.of(
                Code.NO_FILE, program.span(), "the program \"" + program.path() + "\" " + why));
  }

  private static Optional<Diagnostic> notFound(VrrpTrack.Run run) {
    var program = run.command().getFirst();
    if (program.indexOf('/') >= 0) {
      return notRun(new NamedFile(program, run.span()));
    }
    var folders = System.getenv().getOrDefault("PATH", "");
    boolean isFound =
        Arrays.stream(folders.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> new File(folder, program))
            .anyMatch(file -> file.isFile() && file.canExecute());
    return isFound
        ? Optional.empty()
        : Optional.of(
            Diagnostic.of(
                    Code.NO_FILE, run.span(), "the program \"" + program + "\" is not in PATH")
                .hint("write its name with the folder, such as /usr/bin/" + program));
  }

  private static Optional<Diagnostic> mistake(VrrpAuth auth) {
    return switch (auth) {
      case VrrpAuth.Pass pass -> mistake(pass.password(), () -> password(pass));
      case VrrpAuth.Hmac hmac -> mistake(hmac.keys(), () -> keys(hmac));
    };
  }

  private static Optional<Diagnostic> mistake(Secret secret, Taking taking) {
    try {
      taking.take();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          Diagnostic.of(Code.NO_FILE, secret.span(), String.valueOf(e.getMessage())));
    }
  }

  /** Reads a secret, to see whether it can be. */
  private interface Taking {
    Object take() throws IOException;
  }

  /**
   * The key of a pair: the text without the space around it.
   *
   * @throws IOException as below
   */
  static byte[] pairKey(Secret secret) throws IOException {
    var text = text(secret).strip();
    if (text.isEmpty()) {
      throw new IOException("found no key in " + secret.text());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A password of one to eight octets.
   *
   * @throws IOException if there is none; the message says why, and nothing of what was read
   */
  static AuthField password(VrrpAuth.Pass pass) throws IOException {
    var text = text(pass.password()).strip();
    int octets = text.getBytes(StandardCharsets.UTF_8).length;
    if (octets == 0 || octets > AuthField.PASSWORD_OCTETS) {
      throw new IOException(
          "found %d octets in %s; expected a password of 1 to 8"
              .formatted(octets, pass.password().text()));
    }
    return AuthField.password(text);
  }

  /**
   * Keys, one a line: a number from 0 to 255 and a key, or a key alone, which is number 1.
   *
   * @throws IOException as above
   */
  static HmacKeys keys(VrrpAuth.Hmac hmac) throws IOException {
    var where = hmac.keys().text();
    var keys = new LinkedHashMap<Integer, byte[]>();
    for (var line : text(hmac.keys()).lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      var parts = line.split("\\s+", 2);
      boolean isNumbered = parts.length == 2 && parts[0].matches("[0-9]{1,3}");
      int number = isNumbered ? Integer.parseInt(parts[0]) : 1;
      byte[] key = (isNumbered ? parts[1] : line).getBytes(StandardCharsets.UTF_8);
      if (number > 255 || key.length > HmacKeys.MAX_OCTETS) {
        throw new IOException(
            "found key %d of %d octets in %s; expected a number from 0 to 255 and at most %d octets"
                .formatted(number, key.length, where, HmacKeys.MAX_OCTETS));
      }
      if (keys.put(number, key) != null) {
        throw new IOException("found key " + number + " twice in " + where);
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("found no key in " + where + "; expected a line such as: 1 SECRET");
    }
    return new HmacKeys(keys.firstEntry().getKey(), keys);
  }

  /**
   * What a secret is.
   *
   * @throws IOException if it cannot be read; the message says why, and nothing of what was read
   */
  static String text(Secret secret) throws IOException {
    return switch (secret) {
      case Secret.InEnvironment(var name, _) -> {
        var value = System.getenv(name);
        if (value == null || value.isEmpty()) {
          throw new IOException("found no variable '" + name + "' in the environment");
        }
        yield value;
      }
      case Secret.InFile(var file) -> {
        try {
          var path = Path.of(file.path());
          if (Files.size(path) > LARGEST) {
            throw new IOException("found more than " + LARGEST + " octets in " + secret.text());
          }
          yield Files.readString(path);
        } catch (NoSuchFileException e) {
          throw new IOException("there is no " + secret.text(), e);
        } catch (AccessDeniedException e) {
          throw new IOException(secret.text() + " may not be read", e);
        }
      }
    };
  }
}
