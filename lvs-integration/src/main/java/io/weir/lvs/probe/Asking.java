package io.weir.lvs.probe;

import io.weir.lvs.libc.MarkedSocket;
import io.weir.lvs.table.AddressText;
import java.io.IOException;
import java.math.BigInteger;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks a server once. Blocks the calling thread, for as long as the question says at most. */
final class Asking {
  /** A status line is shorter. */
  private static final int MOST = 256;

  /** Nothing is sent there: the route to it is all that is looked for. */
  private static final int DISCARD = 9;

  private Asking() {}

  /** What a connection of either kind can do. */
  private interface Wire {
    void send(byte[] octets) throws IOException;

    /** The next octet; -1 at the end of the stream. */
    int read(long end) throws IOException;
  }

  /**
   * Why the answer is a bad one; empty: it is good.
   *
   * @param marks by which the kernel knows the service that a question goes through
   */
  static Optional<String> ask(Question question, Marks marks) {
    long end = System.nanoTime() + question.timeout().toNanos();
    try {
      return question.through().isPresent()
          ? through(question, question.through().get(), marks, end)
          : directly(question, end);
    } catch (SocketTimeoutException _) {
      return Optional.of("no answer within " + text(question.timeout()));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> directly(Question question, long end) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(question.at(), left(end));
      return answer(question, new Plain(socket), end);
    }
  }

  /** From an address that the server can answer to: one that it does not have itself. */
  private static Optional<String> through(
      Question question, Question.Through way, Marks marks, long end) throws IOException {
    var virtual = question.at().getAddress();
    var server = way.server().key().address();
    var near = virtual.getClass() == server.getClass() ? server : virtual;
    var self = neighbour(near, marks);
    if (self.isEmpty()) {
      self = Optional.of(source(near)).filter(it -> !isOfServers(it, marks));
    }
    if (self.isEmpty()) {
      return Optional.of("found no address of this machine that it could answer to");
    }
    int mark = marks.of(question);
    try (var socket = MarkedSocket.connect(question.at(), self.get(), mark, end)) {
      return answer(question, new Marked(socket), end);
    }
  }

  private static boolean isOfServers(InetAddress address, Marks marks) {
    return address.isAnyLocalAddress() || marks.isVirtual(address);
  }

  /**
   * An address of this machine in the server's own network. The kernel would choose the one that is
   * most alike (RFC 6724 5, rule 8), which may be the virtual one.
   */
  private static Optional<InetAddress> neighbour(InetAddress server, Marks marks)
      throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(it -> it.getInterfaceAddresses().stream())
        .filter(it -> isWithin(server, it.getAddress(), it.getNetworkPrefixLength()))
        .map(it -> AddressText.address(it.getAddress().getAddress()))
        .filter(it -> !isOfServers(it, marks))
        .findFirst();
  }

  /** Whether an address is in the network of another one; one alone is no network. */
  static boolean isWithin(InetAddress address, InetAddress other, int prefix) {
    byte[] one = address.getAddress();
    byte[] two = other.getAddress();
    if (one.length != two.length || prefix <= 0 || prefix >= one.length * 8) {
      return false;
    }
    int rest = one.length * 8 - prefix;
    return new BigInteger(1, one).shiftRight(rest).equals(new BigInteger(1, two).shiftRight(rest));
  }

  /** The address by which this machine speaks to another one. */
  private static InetAddress source(InetAddress other) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(other, DISCARD));
      return socket.getLocalAddress();
    }
  }

  private static Optional<String> answer(Question question, Wire wire, long end)
      throws IOException {
    return question.http().isPresent()
        ? status(wire, question.http().get(), end)
        : Optional.empty();
  }

  private record Plain(Socket socket) implements Wire {
    @Override
    public void send(byte[] octets) throws IOException {
      socket.getOutputStream().write(octets);
    }

    @Override
    public int read(long end) throws IOException {
      socket.setSoTimeout(left(end));
      return socket.getInputStream().read();
    }
  }

  private record Marked(MarkedSocket socket) implements Wire {
    @Override
    public void send(byte[] octets) throws IOException {
      socket.send(octets);
    }

    @Override
    public int read(long end) throws IOException {
      return socket.read(end);
    }
  }

  private static Optional<String> status(Wire wire, Question.Http http, long end)
      throws IOException {
    var request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: weir-probe\r\nConnection: close\r\n\r\n"
            .formatted(http.path(), http.host());
    wire.send(request.getBytes(StandardCharsets.US_ASCII));
    var line = line(wire, end);
    int status = status(line);
    if (status < 0) {
      return Optional.of("the answer is no HTTP");
    }
    return http.isGood(status) ? Optional.empty() : Optional.of("status " + status);
  }

  /** The octets up to the end of the line, or as many as a status line can have. */
  private static String line(Wire wire, long end) throws IOException {
    var line = new StringBuilder();
    while (line.length() < MOST) {
      int octet = wire.read(end);
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
    return AddressText.of(at.getAddress(), at.getPort());
  }
}
