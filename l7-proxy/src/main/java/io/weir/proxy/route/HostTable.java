package io.weir.proxy.route;

import io.weir.dsl.model.HostPattern;
import io.weir.dsl.model.VirtualHost;
import io.weir.proxy.address.ParsedAddress;
import io.weir.proxy.exchange.Octets;
import io.weir.proxy.exchange.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@code host} block for a host name: the exact name, else the longest wildcard, else
 * {@code *}. One pass over the name from right to left hashes it and each of its suffixes. The dot
 * of an absolute name ({@code example.com.}) does not count. Immutable.
 */
final class HostTable {
  private final OctetTable<Site> exact;
  private final OctetTable<Site> wildcards;
  private final @Nullable Site any;

  private HostTable(OctetTable<Site> exact, OctetTable<Site> wildcards, @Nullable Site any) {
    this.exact = exact;
    this.wildcards = wildcards;
    this.any = any;
  }

  /**
   * A name and the block it belongs to.
   *
   * @param routes those of the block, in file order
   * @param tree the same, to be searched
   */
  record Site(HostPattern name, VirtualHost block, List<CompiledRoute> routes, PathTree tree) {}

  /** The table of these names; the first site with a name keeps it. */
  static HostTable of(List<Site> sites) {
    var exact = new LinkedHashMap<OctetTable.Key, Site>();
    var wildcards = new LinkedHashMap<OctetTable.Key, Site>();
    Site any = null;
    for (var site : sites) {
      switch (site.name()) {
        case HostPattern.Exact(var name) -> put(exact, unbracketed(name), site);
        case HostPattern.Wildcard(var suffix) -> put(wildcards, suffix, site);
        case HostPattern.Any _ -> any = any == null ? site : any;
      }
    }
    return new HostTable(OctetTable.of(exact), OctetTable.of(wildcards), any);
  }

  /** The site that answers for the target's host, or null. */
  @Nullable Site find(Target target) {
    byte[] bytes = target.bytes();
    int start = target.hostStart();
    int end = target.hostEnd();
    if (end - start > 1 && bytes[end - 1] == '.') {
      end--;
    }
    if (isIpv6(bytes, start, end)) {
      return findAddress(bytes, start, end);
    }
    Site wildcard = null;
    int hash = 0;
    for (int i = end - 1; i >= start; i--) {
      hash = OctetTable.hash(hash, bytes[i]);
      if (bytes[i] == '.' && i > start) {
        var longer = wildcards.find(bytes, i, end, hash);
        wildcard = longer == null ? wildcard : longer;
      }
    }
    var site = exact.find(bytes, start, end, hash);
    if (site != null) {
      return site;
    }
    return wildcard != null ? wildcard : any;
  }

  private static void put(Map<OctetTable.Key, Site> sites, String name, Site site) {
    sites.putIfAbsent(new OctetTable.Key(Octets.of(name)), site);
  }

  private static boolean isIpv6(byte[] bytes, int start, int end) {
    for (int i = start; i < Math.min(end, start + 5); i++) {
      if (bytes[i] == ':') {
        return true;
      }
    }
    return false;
  }

  /** An address has many spellings (RFC 5952 1), of which names have the canonical one. */
  private @Nullable Site findAddress(byte[] bytes, int start, int end) {
    var address = ParsedAddress.parse(bytes, start, end);
    if (address.isEmpty()) {
      return any;
    }
    var text = Octets.of(address.get().text());
    int hash = 0;
    for (int i = text.length - 1; i >= 0; i--) {
      hash = OctetTable.hash(hash, text[i]);
    }
    var site = exact.find(text, 0, text.length, hash);
    return site == null ? any : site;
  }

  private static String unbracketed(String name) {
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }
}
