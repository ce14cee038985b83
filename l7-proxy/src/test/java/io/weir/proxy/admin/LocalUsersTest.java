package io.weir.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalUsersTest {
  private static final String HEAD = "  sl  local_address rem_address   st\n";

  @TempDir private Path proc;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("self/status"), "Name:\tjava\nUid:\t7\t500\t500\t500\n");
  }

  @Test
  void itsOwnUserAndRootMay() throws IOException {
    table("tcp", 500);
    assertThat(ask()).isEmpty();

    table("tcp", 0);
    assertThat(ask()).isEmpty();
  }

  @Test
  void othersMayNotAndAreToldWhatToDo() throws IOException {
    table("tcp", 7);

    assertThat(ask())
        .hasValueSatisfying(refusal -> {
          assertThat(refusal.status()).isEqualTo(403);
          assertThat(refusal.reason()).contains("user 7;", "Weir's own user or root", "a token");
        });
  }

  @Test
  void whoStandsInNoTableMayNot() throws IOException {
    assertThat(ask()).hasValueSatisfying(it -> assertThat(it.reason()).contains("no user"));

    table("tcp6", 500);
    assertThat(ask()).isEmpty();
  }

  @Test
  void nobodyMayIfItsOwnUserCannotBeRead() throws IOException {
    table("tcp", 500);
    Files.writeString(proc.resolve("self/status"), "Name:\tjava\n");

    assertThat(ask()).hasValueSatisfying(it -> assertThat(it.reason()).contains("cannot read"));
  }

  @Test
  void aConnectionOfThisProcessIsItsOwn() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      var refusal =
          new LocalUsers()
              .refusal(
                  (InetSocketAddress) accepted.getRemoteSocketAddress(),
                  (InetSocketAddress) accepted.getLocalSocketAddress());

      assertThat(client.isConnected()).isTrue();
      assertThat(refusal).isEmpty();
    }
  }

  @Test
  void aConnectionThatItsClientHasClosedIsNobodys() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var accepted = connectAndClose(server)) {
      var refusal =
          new LocalUsers()
              .refusal(
                  (InetSocketAddress) accepted.getRemoteSocketAddress(),
                  (InetSocketAddress) accepted.getLocalSocketAddress());

      assertThat(refusal).isPresent();
    }
  }

  private static Socket connectAndClose(ServerSocket server) throws IOException {
    new Socket(server.getInetAddress(), server.getLocalPort()).close();
    return server.accept();
  }

  private Optional<Gate.Refusal> ask() {
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    return new LocalUsers(proc)
        .refusal(new InetSocketAddress(loopback, 0x1234), new InetSocketAddress(loopback, 0x5678));
  }

  private void table(String name, int user) throws IOException {
    boolean isLittle = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    var address = isLittle ? "0100007F" : "7F000001";
    var row = "0: %1$s:1234 %1$s:5678 01 0:0 0:0 0 %2$d 0 9 1\n".formatted(address, user);
    Files.writeString(proc.resolve("net/" + name), HEAD + row);
  }
}
