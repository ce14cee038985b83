package io.weir.lvs.address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the kernel, by name: {@code net.ipv4.conf.all.arp_ignore}. Any thread. */
public interface Sysctls {
  /** The kernel's own, in the network namespace of the process. */
  Sysctls KERNEL = new Kernel();

  /** The value, if there is such a setting. */
  Optional<String> read(String name);

  /** Sets one. */
  void write(String name, String value) throws IOException;

  /** Whether an interface takes in IPv4 packets whose source is an address of this machine. */
  default boolean acceptsOwnSources() {
    return read("net.ipv4.conf.all.accept_local").filter(it -> !it.equals("0")).isPresent();
  }

  /** Files below /proc/sys. */
  final class Kernel implements Sysctls {
    private Kernel() {}

    @Override
    public Optional<String> read(String name) {
      try {
        return Optional.of(Files.readString(path(name)).strip());
      } catch (IOException _) {
        return Optional.empty();
      }
    }

    @Override
    public void write(String name, String value) throws IOException {
      Files.writeString(path(name), value);
    }

    @Override
    public boolean acceptsOwnSources() {
      try (var interfaces = Files.newDirectoryStream(Path.of("/proc/sys/net/ipv4/conf"))) {
        for (var one : interfaces) {
          if (!Files.readString(one.resolve("accept_local")).strip().equals("0")) {
            return true;
          }
        }
        return false;
      } catch (IOException _) {
        return false;
      }
    }

    private static Path path(String name) {
      return Path.of("/proc/sys", name.split("\\."));
    }
  }
}
