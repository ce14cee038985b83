package io.weir.proxy.acl;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes small MaxMind DB files (format 2.0, records of 32 bits, IPv6 with IPv4 below ::/96), so
 * that tests need nobody's data.
 */
public final class MmdbWriter {
  private final String type;
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[2]));
  private final List<byte[]> records = new ArrayList<>();

  public MmdbWriter(String type) {
    this.type = type;
  }

  /** Gives a network a record: maps of texts, numbers and maps. */
  public MmdbWriter put(String network, Map<String, ?> record) throws UnknownHostException {
    int slash = network.indexOf('/');
    var address = InetAddress.getByName(network.substring(0, slash)).getAddress();
    int prefix = Integer.parseInt(network.substring(slash + 1));
    var bits = new byte[16];
    System.arraycopy(address, 0, bits, 16 - address.length, address.length);
    insert(bits, prefix + (16 - address.length) * 8, -1 - records.size());
    records.add(value(record));
    return this;
  }

  /** The file. */
  public byte[] build() {
    var out = new ByteArrayOutputStream();
    var offsets = new int[records.size()];
    int offset = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset;
      offset += records.get(i).length;
    }
    for (var node : nodes) {
      for (int child : node) {
        // Below 0: a record; 0: nothing, which is written as the number of nodes.
        int value = child < 0 ? nodes.size() + 16 + offsets[-1 - child] : child;
        number(out, child == 0 ? nodes.size() : value, 4);
      }
    }
    out.writeBytes(new byte[16]);
    records.forEach(out::writeBytes);
    out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_700_000_000L);
    metadata.put("database_type", type);
    metadata.put("description", Map.of("en", "test"));
    metadata.put("ip_version", 6);
    metadata.put("languages", List.of("en"));
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", 32);
    out.writeBytes(value(metadata));
    return out.toByteArray();
  }

  private void insert(byte[] bits, int prefix, int leaf) {
    int at = 0;
    for (int bit = 0; bit < prefix - 1; bit++) {
      var node = nodes.get(at);
      int side = bits[bit >> 3] >> (7 - (bit & 7)) & 1;
      if (node[side] <= 0) {
        node[side] = nodes.size();
        nodes.add(new int[2]);
      }
      at = node[side];
    }
    int last = prefix - 1;
    nodes.get(at)[bits[last >> 3] >> (7 - (last & 7)) & 1] = leaf;
  }

  private static byte[] value(Object value) {
    var out = new ByteArrayOutputStream();
    switch (value) {
      case String text -> {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        control(out, 2, octets.length);
        out.writeBytes(octets);
      }
      case Map<?, ?> map -> {
        control(out, 7, map.size());
        map.forEach((key, one) -> {
          out.writeBytes(value(key));
          out.writeBytes(value(one));
        });
      }
      case List<?> list -> {
        control(out, 11, list.size());
        list.forEach(one -> out.writeBytes(value(one)));
      }
      case Integer small -> {
        control(out, 5, 2);
        number(out, small, 2);
      }
      case Long large -> {
        control(out, large > Integer.MAX_VALUE ? 9 : 6, large > Integer.MAX_VALUE ? 8 : 4);
        number(out, large, large > Integer.MAX_VALUE ? 8 : 4);
      }
      default -> throw new IllegalArgumentException(String.valueOf(value));
    }
    return out.toByteArray();
  }

  private static void control(ByteArrayOutputStream out, int kind, int size) {
    if (size > 28) {
      throw new IllegalArgumentException("found size " + size + "; expected at most 28");
    }
    if (kind > 7) {
      out.write(size);
      out.write(kind - 7);
    } else {
      out.write(kind << 5 | size);
    }
  }

  private static void number(ByteArrayOutputStream out, long value, int octets) {
    for (int i = octets - 1; i >= 0; i--) {
      out.write((int) (value >> 8 * i));
    }
  }
}
