package io.weir.lvs.edge;

import io.weir.lvs.edge.Handshake.End;
import io.weir.lvs.edge.Handshake.Hello;
import io.weir.lvs.edge.Handshake.Transcript;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;

/**
 * A stream between an edge and a director that have shown each other the edge's key. Blocks; one
 * thread reads and writes, any may close. Ends are times of {@link System#nanoTime}.
 */
public final class EdgeStream implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Socket socket;
  private final Hello hello;
  private final EdgeKey key;
  private final Seal out;
  private final Seal in;

  private EdgeStream(Socket socket, Transcript shown, End end) {
    this.socket = socket;
    this.hello = shown.hello();
    this.key = new EdgeKey(hello.name(), shown.secret());
    this.out = shown.seal(end);
    this.in = shown.seal(end == End.EDGE ? End.DIRECTOR : End.EDGE);
  }

  /**
   * The edge's end.
   *
   * @param socket connected
   * @param epoch when this edge started, not below zero; later starts have a higher one
   * @throws IOException if the other end is no director with this key, or not in time
   */
  public static EdgeStream call(Socket socket, EdgeKey key, long epoch, long end)
      throws IOException {
    socket.setTcpNoDelay(true);
    var hello = new Hello(key.name(), epoch, nonce());
    write(socket, hello.octets());
    byte[] theirs = Handshake.nonce(read(socket, Handshake.MOST_OCTETS, end));
    var transcript = new Transcript(hello, theirs, key.secret());
    write(socket, transcript.proof(End.EDGE));
    byte[] proof = read(socket, Handshake.MOST_OCTETS, end);
    if (!transcript.isProof(End.DIRECTOR, proof)) {
      throw new EdgeException(Refusal.WRONG_KEY);
    }
    return new EdgeStream(socket, transcript, End.EDGE);
  }

  /**
   * The director's end.
   *
   * @param keys of the edge with a name; none if there is no such edge
   * @throws IOException if the other end is no edge with one of these keys, or not in time
   */
  public static EdgeStream answer(Socket socket, Function<String, List<EdgeKey>> keys, long end)
      throws IOException {
    socket.setTcpNoDelay(true);
    var hello = Hello.read(read(socket, Handshake.MOST_OCTETS, end));
    byte[] nonce = nonce();
    write(socket, Handshake.challenge(nonce));
    byte[] proof = read(socket, Handshake.PROOF, end);
    for (var key : keys.apply(hello.name())) {
      var transcript = new Transcript(hello, nonce, key.secret());
      if (transcript.isProof(End.EDGE, proof)) {
        write(socket, transcript.proof(End.DIRECTOR));
        return new EdgeStream(socket, transcript, End.DIRECTOR);
      }
    }
    throw new EdgeException(Refusal.WRONG_KEY);
  }

  private static byte[] nonce() {
    var nonce = new byte[Handshake.NONCE];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  /** The edge's name. */
  public String name() {
    return hello.name();
  }

  /** The key that it has shown. */
  public EdgeKey key() {
    return key;
  }

  /** When the edge started. */
  public long epoch() {
    return hello.epoch();
  }

  /** Says something. */
  public void send(Message message) throws IOException {
    write(socket, out.close(MessageCodec.encode(message)));
  }

  /**
   * The next that the other end says.
   *
   * @throws EdgeException if it is not to be believed
   * @throws SocketTimeoutException if it has not been said by then
   * @throws EOFException if the other end has closed the stream
   */
  public Message receive(long end) throws IOException {
    return MessageCodec.decode(
        in.open(read(socket, MessageCodec.MOST_OCTETS + Seal.OVERHEAD, end)));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // What is closed is gone.
    }
  }

  private static void write(Socket socket, byte[] content) throws IOException {
    socket
        .getOutputStream()
        .write(
            ByteBuffer.allocate(Short.BYTES + content.length)
                .putShort((short) content.length)
                .put(content)
                .array());
  }

  /** Frames that are longer are not waited for. */
  private static byte[] read(Socket socket, int most, long end) throws IOException {
    int length = Short.toUnsignedInt(ByteBuffer.wrap(exactly(socket, Short.BYTES, end)).getShort());
    if (length > most) {
      throw new EdgeException(Refusal.MALFORMED);
    }
    return exactly(socket, length, end);
  }

  /** A time-out is of one read only: octets that drip must not make it start anew. */
  private static byte[] exactly(Socket socket, int count, long end) throws IOException {
    InputStream stream = socket.getInputStream();
    var octets = new byte[count];
    int have = 0;
    while (have < count) {
      socket.setSoTimeout(left(end));
      int got = stream.read(octets, have, count - have);
      if (got < 0) {
        throw new EOFException("the stream was closed");
      }
      have += got;
    }
    return octets;
  }

  private static int left(long end) throws SocketTimeoutException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("nothing was heard in time");
    }
    return Math.clamp(millis, 1, Integer.MAX_VALUE);
  }
}
