package io.weir.vrrp.pair;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Lines of text over a socket, each at most 8 KiB. Blocks, as long as the socket's time-out says.
 */
final class Lines {
  private static final int LONGEST = 8192;

  private final Socket socket;
  private final InputStream in;

  Lines(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  void write(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The next line.
   *
   * @throws EOFException if the other end has closed the stream
   */
  String read() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the stream was closed");
      }
      if (line.size() == LONGEST) {
        throw new IOException("found a line of more than " + LONGEST + " octets");
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
