package io.weir.main;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@code weir} command in a process of its own, as signals need one. */
final class RunningWeir implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> err = new LinkedBlockingQueue<>();

  private RunningWeir(Process process) {
    this.process = process;
    Thread.ofVirtual().start(() -> pump(process.getInputStream(), out));
    Thread.ofVirtual().start(() -> pump(process.getErrorStream(), err));
  }

  static RunningWeir start(String... arguments) throws IOException {
    return start(List.of(), arguments);
  }

  /**
   * Starts.
   *
   * @param wrapper a command that runs the command behind it
   */
  static RunningWeir start(List<String> wrapper, String... arguments) throws IOException {
    var command = new java.util.ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            // What users get, in place of the quieter one for tests.
            "-Dlogback.configurationFile=logback.xml",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Weir.class.getName()));
    command.addAll(List.of(arguments));
    return new RunningWeir(new ProcessBuilder(command).start());
  }

  /** The port in the line that says where Weir listens. */
  int port() throws InterruptedException {
    var line = outUntil("listening on ");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /** The next line on stdout with this text; lines before it are gone. */
  String outUntil(String text) throws InterruptedException {
    return until(out, text);
  }

  /** The next line on stderr with this text; lines before it are gone. */
  String errUntil(String text) throws InterruptedException {
    return until(err, text);
  }

  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IllegalStateException("could not send SIG" + name);
    }
  }

  /** Sets how many descriptors it may have from now on. */
  void limitFiles(int most) throws IOException, InterruptedException {
    var command = List.of("prlimit", "--pid", "" + process.pid(), "--nofile=" + most + ":");
    if (new ProcessBuilder(command).start().waitFor() != 0) {
      throw new IllegalStateException("could not limit descriptors to " + most);
    }
  }

  int exitCode() throws InterruptedException, IOException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      // The JVM prints what its threads wait for.
      signal("QUIT");
      until(out, "Full thread dump");
      var threads = new StringBuilder();
      for (var line = next(out); line != null; line = next(out)) {
        threads.append(line).append('\n');
      }
      throw new AssertionError("the process did not end; its threads:\n" + threads);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static @Nullable String next(BlockingQueue<String> lines) throws InterruptedException {
    return lines.poll(1, TimeUnit.SECONDS);
  }

  private static String until(BlockingQueue<String> lines, String text)
      throws InterruptedException {
    while (true) {
      var line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("found no line with '" + text + "'");
      }
      if (line.contains(text)) {
        return line;
      }
    }
  }

  private static void pump(InputStream from, BlockingQueue<String> to) {
    try (var reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      reader.lines().forEach(to::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
