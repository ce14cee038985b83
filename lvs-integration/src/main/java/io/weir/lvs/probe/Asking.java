package io.weir.lvs.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks a server once. Blocks the calling thread, for as long as the question says at most. */
final class Asking {
  /** A status line is shorter. */
  private static final int MOST = 256;

  private Asking() {}

  /** Why the answer is a bad one; empty: it is good. */
  static Optional<String> ask(Question question) {
    long end = System.nanoTime() + question.timeout().toNanos();
    try (var socket = new Socket()) {
      socket.connect(question.at(), left(end));
      return question.http().isPresent()
          ? status(socket, question.http().get(), end)
          : Optional.empty();
    } catch (SocketTimeoutException _) {
      return Optional.of("no answer within " + text(question.timeout()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> status(Socket socket, Question.Http http, long end)
      throws IOException {
    var request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: weir-probe\r\nConnection: close\r\n\r\n"
            .formatted(http.path(), http.host());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    var line = line(socket, socket.getInputStream(), end);
    int status = status(line);
    if (status < 0) {
      return Optional.of("the answer is no HTTP");
    }
    return http.isGood(status) ? Optional.empty() : Optional.of("status " + status);
  }

  /** The octets up to the end of the line, or as many as a status line can have. */
  private static String line(Socket socket, InputStream in, long end) throws IOException {
    var line = new StringBuilder();
    while (line.length() < MOST) {
      socket.setSoTimeout(left(end));
      int octet = in.read();
      if (octet < 0 || octet == '\n') {
        break;
      }
      line.append((char) octet);
    }
    return line.toString();
  }

  /** The status in a status line (RFC 9112 4); -1 if it is none. */
  static int status(String line) {
    boolean isHttp =
        line.length() >= 12
            && line.startsWith("HTTP/1.")
            && line.charAt(8) == ' '
            && (line.length() == 12 || line.charAt(12) == ' ' || line.charAt(12) == '\r');
    if (!isHttp) {
      return -1;
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      if (line.charAt(i) < '0' || line.charAt(i) > '9') {
        return -1;
      }
      status = status * 10 + line.charAt(i) - '0';
    }
    return status;
  }

  /** Milliseconds that are left, at least one: 0 would mean without end. */
  private static int left(long end) throws SocketTimeoutException {
    long left = end - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE);
  }

  private static String text(Duration time) {
    return time.toMillis() + " ms";
  }

  /** Where a server is, for the log. */
  static String text(InetSocketAddress at) {
    return at.getAddress().getHostAddress() + ":" + at.getPort();
  }
}
