package io.weir.proxy.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on a port of its own, which can be killed, stopped for a while, and started again.
 */
final class RedisProcess implements AutoCloseable {
  private final List<String> command;
  private final String scheme;
  private final int port;
  private @Nullable Process process;

  private RedisProcess(String scheme, int port, List<String> options) {
    this.scheme = scheme;
    this.port = port;
    this.command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--daemonize",
                "no"));
    command.addAll(options);
  }

  static RedisProcess running(String... options) throws IOException {
    return running("redis", port -> List.of("--port", Integer.toString(port)), options);
  }

  /** One that is only to be had under TLS; clients need no certificate. */
  static RedisProcess underTls(String certificate, String key) throws IOException {
    return running(
        "rediss",
        port -> List.of("--port", "0", "--tls-port", Integer.toString(port)),
        "--tls-cert-file",
        certificate,
        "--tls-key-file",
        key,
        "--tls-auth-clients",
        "no");
  }

  private static RedisProcess running(
      String scheme, IntFunction<List<String>> listen, String... more) throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var options = new ArrayList<>(listen.apply(port));
    options.addAll(List.of(more));
    var redis = new RedisProcess(scheme, port, options);
    redis.start();
    return redis;
  }

  /** Starts it (again), with nothing in it. */
  void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Eventually.holds(() -> "redis does not listen on " + port, this::listens);
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Kills it without a warning. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
      process = null;
    }
  }

  /** Stops it where it is: its connections stay, and say nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    if (process != null) {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
  }

  int port() {
    return port;
  }

  String url() {
    return scheme + "://127.0.0.1:" + port + "/1";
  }

  @Override
  public void close() {
    kill();
  }
}
