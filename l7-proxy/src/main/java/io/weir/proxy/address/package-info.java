/**
 * Client addresses: how they are written, sets of them that are asked on every request, and the
 * files that such sets are read from. Not a feature: routing, access rules and listeners all ask
 * whether an address is in a set, and an address must mean the same to each of them.
 */
@NullMarked
package io.weir.proxy.address;

import org.jspecify.annotations.NullMarked;
