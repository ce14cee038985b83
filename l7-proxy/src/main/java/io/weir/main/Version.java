package io.weir.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir version}: Weir's version, and on request those of what it runs on. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
final class Version implements Runnable, IVersionProvider {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also the versions of the JDK, Netty and Vert.x.")
  private boolean isVerbose;

  @Override
  public void run() {
    var out = spec.commandLine().getOut();
    for (String line : isVerbose ? verbose() : getVersion()) {
      out.println(line);
    }
  }

  @Override
  public String[] getVersion() {
    return new String[] {"weir " + weir()};
  }

  private String[] verbose() {
    var lines = new ArrayList<String>();
    lines.add("weir " + weir());
    lines.add("jdk " + Runtime.version());
    lines.add("netty " + implementation(io.netty.util.Version.class));
    lines.add("vertx " + implementation(io.vertx.core.Vertx.class));
    return lines.toArray(String[]::new);
  }

  /** The version in the manifest of the jar that the class comes from. */
  private static String implementation(Class<?> type) {
    var version = type.getPackage().getImplementationVersion();
    return version == null ? "of unknown version" : version;
  }

  /** Weir's own version. */
  static String weir() {
    var properties = new Properties();
    try (var file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
