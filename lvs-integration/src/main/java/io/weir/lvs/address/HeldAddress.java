package io.weir.lvs.address;

import java.net.InetAddress;

/**
 * An address as an interface has it.
 *
 * @param index of the interface
 * @param isPermanent it stays until somebody takes it away; otherwise the kernel does in time
 */
public record HeldAddress(InetAddress address, int prefix, int index, boolean isPermanent) {}
