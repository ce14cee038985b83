package io.weir.vrrp.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What has a virtual address be known by its virtual hardware address alone (ip-sysctl.rst of the
 * kernel). The interface below must neither answer for addresses that are on the one above
 * (arp_ignore, arp_filter), nor name them as its own when it asks for others (arp_announce): both
 * would put its own hardware address into its neighbours' tables.
 *
 * <p>Nothing is set that holds for all interfaces. keepalived sets rp_filter of {@code all} to 0
 * for the answers of the interface above to be heard; the loose form on that interface alone does
 * the same, as the greater one of both counts.
 */
final class ArpSettings {
  /** What neighbours of the interface below must not be told. */
  private static final Map<String, Integer> BELOW = new LinkedHashMap<>();

  static {
    BELOW.put("arp_ignore", 1);
    BELOW.put("arp_announce", 2);
    BELOW.put("arp_filter", 1);
  }

  private static final Map<String, Integer> ABOVE = Map.of("arp_ignore", 1, "rp_filter", 2);

  /** It has the router's addresses and no other: none of its own making, none that it is told. */
  private static final Map<String, Integer> ABOVE_IPV6 =
      Map.of("addr_gen_mode", 1, "accept_ra", 0, "accept_dad", 0);

  private static final Pattern SETTING = Pattern.compile("(arp_[a-z]+)=([0-9])");

  private final Path root;

  /** Settings below a folder, {@code /proc/sys/net} but in tests. */
  ArpSettings(Path root) {
    this.root = root;
  }

  /** Settings of an interface as they were, by name. */
  record Before(Map<String, Integer> values) {
    Before {
      values = Map.copyOf(values);
    }

    /** Reads what {@link #toString} has written; other words say nothing. */
    static Before parse(String text) {
      var values = new LinkedHashMap<String, Integer>();
      SETTING
          .matcher(text)
          .results()
          .filter(found -> BELOW.containsKey(found.group(1)))
          .forEach(found -> values.put(found.group(1), Integer.parseInt(found.group(2))));
      return new Before(values);
    }

    @Override
    public String toString() {
      var text = new StringBuilder();
      for (var name : BELOW.keySet()) {
        var value = values.get(name);
        if (value != null) {
          text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value);
        }
      }
      return text.toString();
    }
  }

  /** Reads what {@link #hold} may change. */
  Before read(String below) throws IOException {
    var values = new LinkedHashMap<String, Integer>();
    for (var name : BELOW.keySet()) {
      values.put(name, get(ipv4(below, name)));
    }
    return new Before(values);
  }

  /** Sets what the interface below needs; what is stricter already stays. */
  void hold(String below) throws IOException {
    for (var one : BELOW.entrySet()) {
      var file = ipv4(below, one.getKey());
      if (get(file) < one.getValue()) {
        set(file, one.getValue());
      }
    }
  }

  /** Sets back what {@link #hold} has set, unless somebody has set something else since. */
  void restore(String below, Before before) throws IOException {
    for (var one : before.values().entrySet()) {
      var file = ipv4(below, one.getKey());
      var held = BELOW.get(one.getKey());
      // The interface may have gone for good.
      if (Files.exists(file) && held != null && get(file) == held && one.getValue() < held) {
        set(file, one.getValue());
      }
    }
  }

  /** Sets what the interface above needs, before it is up. It has them as long as it is there. */
  void prepare(String above) throws IOException {
    for (var one : ABOVE.entrySet()) {
      set(ipv4(above, one.getKey()), one.getValue());
    }
    for (var one : ABOVE_IPV6.entrySet()) {
      var file = root.resolve("ipv6/conf").resolve(above).resolve(one.getKey());
      // A kernel without IPv6 has none of them.
      if (Files.exists(file)) {
        set(file, one.getValue());
      }
    }
  }

  private Path ipv4(String on, String name) {
    return root.resolve("ipv4/conf").resolve(on).resolve(name);
  }

  private static int get(Path file) throws IOException {
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (NumberFormatException e) {
      throw new IOException("found no number in " + file, e);
    }
  }

  private static void set(Path file, int value) throws IOException {
    if (get(file) != value) {
      Files.writeString(file, value + "\n");
    }
  }
}
