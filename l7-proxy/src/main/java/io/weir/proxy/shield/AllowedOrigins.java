package io.weir.proxy.shield;

import io.weir.dsl.model.Cors.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The origins that a rule names, compared octet by octet (RFC 6454 5). Immutable. */
final class AllowedOrigins {
  private final boolean any;
  private final Set<String> exact;
  private final List<Origin.Subdomains> wildcards;

  AllowedOrigins(List<Origin> origins) {
    var names = new HashSet<String>();
    var suffixes = new ArrayList<Origin.Subdomains>();
    boolean all = false;
    for (var origin : origins) {
      switch (origin) {
        case Origin.Any() -> all = true;
        case Origin.Exact(var text) -> names.add(text);
        case Origin.Subdomains wildcard -> suffixes.add(wildcard);
      }
    }
    any = all;
    exact = Set.copyOf(names);
    wildcards = List.copyOf(suffixes);
  }

  /** Whether everybody may. */
  boolean isAny() {
    return any;
  }

  /** Whether a page of this origin may. */
  boolean contains(String origin) {
    return any
        || exact.contains(origin)
        || wildcards.stream().anyMatch(wildcard -> covers(wildcard, origin));
  }

  private static boolean covers(Origin.Subdomains wildcard, String origin) {
    int start = wildcard.scheme().length();
    int end = origin.length() - wildcard.suffix().length();
    return end > start
        && origin.startsWith(wildcard.scheme())
        && origin.endsWith(wildcard.suffix())
        && origin.charAt(start) != '.'
        && origin.substring(start, end).chars().allMatch(AllowedOrigins::isOfName);
  }

  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  }
}
