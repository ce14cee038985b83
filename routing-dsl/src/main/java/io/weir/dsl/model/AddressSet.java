package io.weir.dsl.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of client addresses: networks that the configuration spells out, and files of them, whose
 * content changes while the configuration stays as it is.
 *
 * @param files names as written; each file holds one address or network a line
 */
public record AddressSet(List<Cidr> networks, List<String> files) {
  private static final long MOST_COMPARED = 1_000_000;

  public AddressSet {
    networks = List.copyOf(networks);
    files = List.copyOf(files);
  }

  /** Nobody. */
  public static final AddressSet NONE = new AddressSet(List.of(), List.of());

  /** Every address of both families. */
  public static final AddressSet ANY =
      of(List.of(new Cidr(new byte[4], 0), new Cidr(new byte[16], 0)));

  /** The set of these networks. */
  public static AddressSet of(List<Cidr> networks) {
    return new AddressSet(networks, List.of());
  }

  /** Whether nothing can ever be in it. */
  public boolean isEmpty() {
    return networks.isEmpty() && files.isEmpty();
  }

  /** Whether it certainly has every address, whatever files hold. */
  public boolean isEverybody() {
    return networks.containsAll(ANY.networks);
  }

  /**
   * Whether everybody in the other set is certainly in this one. Of a file it is only known that it
   * holds what it holds, and lists that are very long are not compared.
   */
  public boolean covers(AddressSet other) {
    if (isEverybody()) {
      return true;
    }
    return (long) networks.size() * other.networks.size() <= MOST_COMPARED
        && files.containsAll(other.files)
        && other.networks.stream().allMatch(this::covers);
  }

  private boolean covers(Cidr narrow) {
    return networks.stream()
        .anyMatch(wide -> wide.prefix() <= narrow.prefix() && wide.contains(narrow.address()));
  }

  /** As a file writes it: {@code [10.0.0.0/8, file "bad.txt"]}, or {@code any}. */
  @Override
  public String toString() {
    if (isEverybody()) {
      return "any";
    }
    var items = new ArrayList<String>();
    networks.forEach(network -> items.add(network.toString()));
    files.forEach(file -> items.add("file \"" + file + "\""));
    return "[" + String.join(", ", items) + "]";
  }
}
