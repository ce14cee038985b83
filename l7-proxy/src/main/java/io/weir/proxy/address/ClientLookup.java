package io.weir.proxy.address;

import io.weir.dsl.model.AddressSet;
import java.util.function.Function;

/**
 * What the conditions of a configuration look a client up in.
 *
 * @param sets finds the compiled form of a set
 */
public record ClientLookup(Function<AddressSet, AddressMatcher> sets, Countries countries) {
  /** For configurations that name no file: a set that does is refused. */
  public static final ClientLookup LITERAL =
      new ClientLookup(set -> AddressSets.literal(set), Countries.NONE);

  /** The compiled form of a set. */
  public AddressMatcher set(AddressSet set) {
    return sets.apply(set);
  }
}
