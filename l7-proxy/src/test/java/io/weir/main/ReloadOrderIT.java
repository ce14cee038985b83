package io.weir.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How configurations are numbered and told of. */
@Timeout(120)
class ReloadOrderIT {
  private static final String SITE =
      "weir 1\nlisten 127.0.0.1:0\nadmin 127.0.0.1:0\nhost * { route /** { respond 204 } }\n";

  @TempDir private Path folder;

  @Test
  void countsOnlyWhatIsInForce() throws Exception {
    try (var weir = RunningWeir.start("run", write(SITE));
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int admin = port(weir.outUntil("admin on "));

      var second = put(admin, SITE);
      var failed = put(admin, SITE + "listen 127.0.0.1:" + taken.getLocalPort() + "\n");
      var third = put(admin, SITE);

      assertThat(second).contains("\"generation\" : 2");
      assertThat(failed).startsWith("HTTP/1.1 409 ");
      assertThat(third).contains("\"generation\" : 3");
    }
  }

  @Test
  void tellsOfConfigurationsInTheirOrder() throws Exception {
    try (var weir = RunningWeir.start("run", write(SITE))) {
      int admin = port(weir.outUntil("admin on "));
      try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 30; i++) {
          clients.submit(() -> put(admin, SITE));
        }
      }

      var told = new ArrayList<Integer>();
      for (int i = 0; i < 30; i++) {
        told.add(generation(weir.errUntil("is in force, by way of")));
      }
      assertThat(told).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void tellsWhereItListensSinceAReload() throws Exception {
    try (var weir = RunningWeir.start("run", write(SITE))) {
      int first = port(weir.outUntil("listening on "));

      write(SITE + "listen 127.0.0.2:0\nagent on 127.0.0.1:0\n");
      weir.signal("HUP");
      var listening = weir.errUntil("listening on ");
      var agent = weir.errUntil("agent on ");
      weir.errUntil("reloaded");

      assertThat(listening).contains("listening on 127.0.0.2:");
      assertThat(List.of(port(listening), port(agent))).doesNotContain(0, first);
    }
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("s.weir"), text).toString();
  }

  private static int port(String line) {
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  private static int generation(String line) {
    return Integer.parseInt(line.replaceAll(".*configuration (\\d+) is in force.*", "$1"));
  }

  private static String put(int admin, String text) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), admin)) {
      var head =
          "PUT /config HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(text.length());
      socket.getOutputStream().write((head + text).getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
